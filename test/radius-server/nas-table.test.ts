import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addNas, archiveNas, listNas, rotateSecret, setEnabled } from "#access/nas/store";
import { announce } from "#access/notice/live";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { parse } from "#radius-server/protocol/packet";
import { secretOf } from "#radius-server/protocol/secret";
import { replyIsAuthentic } from "#radius-server/protocol/verify";
import { request, text } from "#radius-server/protocol/write";
import { faultsByReason } from "./faults.ts";
import { type House, house } from "./house.ts";
import { type Probe, probe } from "./probe.ts";

const HOUR = 3_600;

let home: House;
let nas: Probe;
beforeAll(async () => {
  home = await house({ withoutDrain: true });
});
afterAll(() => home.close());
beforeEach(async () => {
  nas = await probe();
});
afterEach(() => nas.close());

/** Sends a Status-Server as a NAS with a secret would; says whether some reply so far proves the same secret. */
const asker = (identifier: string, secret: string) => {
  const asked: Uint8Array[] = [];
  const key = secretOf(secret);
  const proves = (datagram: Buffer): boolean => {
    const reply = parse(datagram);
    if ("malformed" in reply) return false;
    const mine = asked[reply.identifier];
    return mine !== undefined && replyIsAuthentic(reply, mine.subarray(4, 20), key);
  };
  return (): boolean => {
    const naming = [text(ATTRIBUTE["NAS-Identifier"], identifier)];
    const requestAuthenticator = randomBytes(16);
    const question = request(CODE["Status-Server"], asked.length & 255, naming, key, {
      requestAuthenticator,
    });
    asked.push(question);
    nas.send(home.radius.authPort, question);
    return nas.received.some(proves);
  };
};
const changed = (id: number): Promise<void> => announce(home.world.redis, { kind: "nas", id });
const faultsOf = async (reason: string): Promise<number> => (await faultsByReason(home.world))[reason] ?? 0;

const added = async (name: string): Promise<{ id: number; secret: string }> => {
  const { world } = home;
  const { id } = await addNas(world, world.database, {
    siteId: home.nas.siteId,
    name,
    kind: "generic",
    addresses: ["127.0.0.1"],
    nasIdentifier: name,
  });
  const { secret } = (await listNas(world)).find((each) => each.id === id)!;
  return { id, secret };
};

describe("a NAS, without a restart of the server", () => {
  it("is answered from when it is added", async () => {
    const { id, secret } = await added("added");
    const ask = asker("added", secret);
    ask();
    await expect.poll(() => faultsOf("message-authenticator-wrong")).toBeGreaterThan(0); // taken for the only one known
    expect(nas.received).toEqual([]);
    await changed(id);
    await expect.poll(ask).toBe(true);
  });

  it("is not answered from when it is switched off, and answered again when it is on", async () => {
    const { world } = home;
    const { id, secret } = await added("switched");
    await changed(id);
    await expect.poll(asker("switched", secret)).toBe(true);
    await setEnabled(world.database, id, false);
    await changed(id);
    const whileOff = asker("switched", secret);
    await expect
      .poll(() => {
        whileOff();
        return faultsOf("nas-disabled");
      })
      .toBeGreaterThan(0);
    await setEnabled(world.database, id, true);
    await changed(id);
    await expect.poll(asker("switched", secret)).toBe(true);
  });

  it("is nobody to the server once it is out of use", async () => {
    const { world } = home;
    const { id, secret } = await added("archived");
    await changed(id);
    await expect.poll(asker("archived", secret)).toBe(true);
    await archiveNas(world.database, id, world.now());
    await changed(id);
    const ask = asker("archived", secret);
    await expect
      .poll(() => {
        ask();
        return faultsOf("nas-unknown");
      })
      .toBeGreaterThan(0);
  });

  it("may use its old secret until the grace is over, and its new one at once", async () => {
    const { world } = home;
    const { id, secret: old } = await added("rotated");
    const fresh = await rotateSecret(world, world.database, {
      nasId: id,
      graceUntil: world.now() + HOUR * 1000,
    });
    await changed(id);
    await expect.poll(asker("rotated", fresh)).toBe(true);
    await expect.poll(asker("rotated", old)).toBe(true);
    world.clock.advance(HOUR);
    const before = await faultsOf("message-authenticator-wrong");
    const ask = asker("rotated", old);
    const heard = nas.received.length;
    ask();
    await expect.poll(() => faultsOf("message-authenticator-wrong")).toBe(before + 1);
    expect(nas.received).toHaveLength(heard);
    await expect.poll(asker("rotated", fresh)).toBe(true);
  });
});

describe("a NAS registered with its one address and no NAS-Identifier, whatever it says", () => {
  it("is answered also once another has a wide block around that address", async () => {
    const crowded = home;
    home = await house({ withoutDrain: true, nas: { nasIdentifier: null } });
    const ask = asker("MikroTik", home.nas.secret);
    await expect.poll(ask).toBe(true);
    const { id } = await addNas(home.world, home.world.database, {
      ...{ siteId: home.nas.siteId, name: "wide", kind: "generic" },
      ...{ addresses: ["127.0.0.0/8"], nasIdentifier: "MikroTik" },
    });
    const { secret } = (await listNas(home.world)).find((each) => each.id === id)!;
    await changed(id);
    await expect.poll(asker("MikroTik", secret)).toBe(true);
    nas.close();
    nas = await probe();
    await expect.poll(asker("MikroTik", home.nas.secret)).toBe(true);
    await home.close();
    home = crowded;
  });
});

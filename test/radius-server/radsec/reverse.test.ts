import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { haveAskedAgain } from "#access/device/led-live";
import { givePsk } from "#access/nas/radsec-store";
import { announce } from "#access/notice/live";
import { keys } from "#access/redis/keys";
import { handOver } from "#access/session/handed-live";
import { postpone } from "#access/session/live";
import { changeReply } from "#lab/nas/codec";
import { CODE } from "#radius-server/protocol/codes";
import { openDas } from "../change/das.ts";
import { MB, POLICY } from "../change/scene.ts";
import { datagram, spoiled } from "../protocol/datagrams.ts";
import { byKey, type RadsecClient } from "./client.ts";
import { IDENTITY, radsecHome, statusServer } from "./home.ts";
import { hangsUp, isSilent, type ReverseNas, refuses, reverseNas } from "./reverse.ts";
import { type Guest, guestOf, type ReverseScene, reverseScene } from "./reverse-scene.ts";

/** Long enough for a busy machine; the wait ends as soon as it is so. */
const SOON = { timeout: 10_000 };
/** Beyond the seven seconds a NAS has to answer. */
const AFTER_SILENCE = { timeout: 20_000 };

let scene: ReverseScene;
beforeAll(async () => {
  scene = await reverseScene({ ...POLICY, allowances: [...POLICY.allowances] });
});
afterAll(() => scene.home.close());

let ears: ReverseNas;
const open: RadsecClient[] = [];
const connect = async (by: ReverseNas = ears): Promise<RadsecClient> => {
  const nas = await by.connect(scene.home.radius.radsecPort, byKey(IDENTITY, scene.home.psk));
  open.push(nas);
  return nas;
};
beforeEach(() => {
  ears = reverseNas();
});
afterEach(async () => {
  await scene.emptied();
  await Promise.all(open.splice(0).map((nas) => nas.close()));
});

const told = ({ isMeant }: Guest, by: ReverseNas = ears) => by.heard.filter(isMeant);

describe("a change of a session whose access point takes it down its own connection", () => {
  it("ends it there, signed with the secret of TLS, and is seen in the Stop", async () => {
    const nas = await connect();
    const guest = await scene.guest(nas);
    await guest.end();
    const { packet } = await ears.next();
    expect(packet.code).toBe("Disconnect-Request");
    expect(packet.attributes["Acct-Session-Id"]).toBe(guest.nasSessionId);
    await expect.poll(guest.changes, SOON).toMatchObject([{ wish: "end", answer: "acknowledged" }]);
    await guest.report(nas, 1_000, "Stop");
    await expect.poll(guest.changes, SOON).toMatchObject([{ seen_at: expect.any(Number) }]);
  });

  it("slows it at its quota's end, and learns what it was named by", async () => {
    const nas = await connect();
    const guest = await scene.guest(nas);
    await guest.report(nas, 10 * MB);
    const { packet } = await ears.next();
    expect(packet.code).toBe("CoA-Request");
    await expect.poll(async () => (await guest.session()).profile, SOON).toBe("slow");
    expect(await guest.changes()).toMatchObject([{ means: "coa", wish: "slow", answer: "acknowledged" }]);
    const state = () => scene.home.world.database("nas_state").where({ nas_id: scene.home.nas.id }).first();
    await expect.poll(state, SOON).toMatchObject({ change_identify: expect.any(Array) });
  });

  it("has identifiers of its own, whatever those of the access point's requests", async () => {
    const nas = await connect();
    const guest = await scene.guest(nas);
    ears.answer(isSilent);
    await guest.end();
    const { octets } = await ears.next();
    const identifier = octets[1] ?? 0;
    expect((await nas.ask(statusServer(identifier))).identifier).toBe(identifier);
    nas.write(changeReply("Disconnect-ACK", octets, "radsec", []));
    await expect.poll(guest.changes, SOON).toMatchObject([{ answer: "acknowledged" }]);
  });

  it("shows by Error-Cause 503 that ours is a ghost, which is closed", async () => {
    const nas = await connect();
    const guest = await scene.guest(nas);
    ears.answer(refuses(503));
    await guest.end();
    await expect.poll(async () => (await guest.session()).endedAt, SOON).not.toBeNull();
    expect(await guest.changes()).toMatchObject([{ answer: "refused", error_cause: 503 }]);
  });

  it("that is refused is asked for as an end", async () => {
    const nas = await connect();
    const guest = await scene.guest(nas);
    ears.answer((asked, socket) => refuses(asked.packet.code === "CoA-Request" ? 405 : 503)(asked, socket));
    await guest.report(nas, 10 * MB);
    await expect
      .poll(async () => (await guest.changes()).map(({ means }) => means), SOON)
      .toEqual(["coa", "disconnect"]);
  });

  it("is sent once to one that is silent, since TCP repeats, and stays owed", async () => {
    const nas = await connect();
    const guest = await scene.guest(nas);
    ears.answer(isSilent);
    await guest.end();
    await expect.poll(guest.changes, AFTER_SILENCE).toMatchObject([{ answer: "silent" }]);
    expect(ears.heard).toHaveLength(1);
    await expect.poll(guest.owed, SOON).toBeGreaterThan(scene.home.world.now());
    expect((await nas.ask(statusServer())).code).toBe(CODE["Access-Accept"]);
  }, 40_000);

  it("is sent once to one with two connections, down the one heard last", async () => {
    const others = reverseNas();
    const quiet = await connect(others);
    await quiet.ask(statusServer());
    const nas = await connect();
    const guest = await scene.guest(nas);
    await guest.end();
    await expect.poll(guest.changes, SOON).toMatchObject([{ answer: "acknowledged" }]);
    expect([told(guest).length, others.heard.length]).toEqual([1, 0]);
  });

  it("goes down the next connection when the first closes before the answer", async () => {
    const others = reverseNas();
    const quiet = await connect(others);
    await quiet.ask(statusServer());
    const nas = await connect();
    const guest = await scene.guest(nas);
    ears.answer(hangsUp);
    await guest.end();
    await expect.poll(guest.changes, SOON).toMatchObject([{ answer: "acknowledged" }]);
    expect([ears.heard.length, told(guest, others).length]).toEqual([1, 1]);
  });

  it("is sent once for each of hundreds that are owed at once", async () => {
    const nas = await connect();
    const guests: Guest[] = [];
    for (let left = 300; left > 0; left -= 20)
      guests.push(...(await Promise.all(Array.from({ length: 20 }, () => scene.guest(nas)))));
    await nas.close();
    await Promise.all(guests.map((guest) => guest.end()));
    await expect
      .poll(async () => scene.home.world.redis.zcard(keys.handed(scene.home.nas.id)), SOON)
      .toBe(guests.length);
    await connect();
    const answers = async () => (await Promise.all(guests.map(({ changes }) => changes()))).flat();
    await expect
      .poll(async () => (await answers()).filter(({ answer }) => answer === "acknowledged").length, SOON)
      .toBe(guests.length);
    expect(ears.heard).toHaveLength(guests.length);
  }, 60_000);

  it("is silence when the last closes, and is sent as soon as there is another", async () => {
    const nas = await connect();
    const guest = await scene.guest(nas);
    ears.answer(hangsUp);
    await guest.end();
    await expect.poll(guest.changes, SOON).toMatchObject([{ answer: "silent" }]);
    const next = reverseNas();
    await connect(next);
    expect(guest.isMeant(await next.next())).toBe(true);
    await expect.poll(guest.changes, SOON).toMatchObject([{ answer: "silent" }, { answer: "acknowledged" }]);
  });

  it("is asked ever more seldom of one that hangs up at every change", async () => {
    const guest = await scene.guest(await connect());
    ears.answer(hangsUp);
    await guest.end();
    await ears.next();
    const { world, nas } = scene.home;
    // where it came back before that, it would be asked in a minute
    await expect.poll(() => world.redis.zcard(keys.handed(nas.id)), SOON).toBe(1);
    await connect();
    await ears.next();
    await expect.poll(guest.owed, SOON).toBeGreaterThan(world.now() + 90_000);
    expect((await (await connect()).ask(statusServer())).code).toBe(CODE["Access-Accept"]);
    expect(told(guest)).toHaveLength(2);
  });

  it("waits for one that is not connected, and nothing counts as sent until it is", async () => {
    const before = await connect();
    const guest = await scene.guest(before);
    await before.close();
    await guest.end();
    await expect.poll(guest.owed, SOON).toBeGreaterThan(scene.home.world.now() + 40_000);
    expect(await guest.changes()).toEqual([]);
    await connect();
    expect(guest.isMeant(await ears.next())).toBe(true);
    await expect.poll(guest.changes, SOON).toMatchObject([{ answer: "acknowledged" }]);
  });
});

describe("a change that a process without a connection has taken", () => {
  it("is left to the one that has one, which sends it once", async () => {
    const { world, nas } = scene.home;
    const guest = await scene.guest(await connect());
    ears.answer(isSilent);
    await guest.end();
    const { octets } = await ears.next();
    // taken by the server: as long as it has it, nobody can hand it over
    await handOver(world, nas.id, guest.ref, world.now());
    open[0]?.write(changeReply("Disconnect-ACK", octets, "radsec", []));
    await expect.poll(guest.changes, SOON).toMatchObject([{ answer: "acknowledged" }]);
    // by now it is owed again in 30 seconds, until the Stop; here another process takes it first
    const keptUntil = world.now() + 35_000;
    await expect.poll(guest.owed, SOON).toBeGreaterThan(world.now() + 20_000);
    await postpone(world.redis, guest.ref, keptUntil);
    await Promise.all([1, 2, 3].map(() => handOver(world, nas.id, guest.ref, keptUntil)));
    await ears.next();
    expect(told(guest)).toHaveLength(2);
  });
});

describe("an answer to a change", () => {
  it.each<[string, string, (request: Buffer) => Uint8Array]>([
    [
      "change-answer-unasked",
      "that nobody waits for",
      () => datagram(45, [], { authenticator: randomBytes(16) }),
    ],
    ["change-answer-unasked", "of another kind", (request) => changeReply("CoA-ACK", request, "radsec", [])],
    ["attribute-type-zero", "that is malformed", () => datagram(44, [Buffer.of(0, 3, 1)])],
  ])("%s: %s is counted, and the connection stays", async (reason, _, wrong) => {
    const before = await scene.home.counted(reason, scene.home.nas.id);
    const nas = await connect();
    const guest = await scene.guest(nas);
    ears.answer(isSilent);
    await guest.end();
    const { octets } = await ears.next();
    nas.write(wrong(octets));
    expect((await nas.ask(statusServer(9))).code).toBe(CODE["Access-Accept"]);
    expect(await scene.home.counted(reason, scene.home.nas.id)).toBe(before + 1);
    nas.write(changeReply("Disconnect-ACK", octets, "radsec", []));
    await expect.poll(guest.changes, SOON).toMatchObject([{ answer: "acknowledged" }]);
    nas.write(changeReply("Disconnect-ACK", octets, "radsec", [])); // the same again: nobody waits for it any more
    expect((await nas.ask(statusServer(10))).code).toBe(CODE["Access-Accept"]);
  });

  it.each<[string, string, (request: Buffer) => Uint8Array]>([
    [
      "response-authenticator-wrong",
      "with a wrong authenticator",
      (request) => spoiled(changeReply("Disconnect-ACK", request, "radsec", []), 5),
    ],
    [
      "response-authenticator-wrong",
      "signed with the secret of UDP",
      (request) => changeReply("Disconnect-ACK", request, scene.home.nas.secret, []),
    ],
    ["attribute-length", "that spoils the stream", () => datagram(41, [Buffer.of(24, 1)])],
  ])("%s: %s is not believed and closes the connection", async (reason, _, wrong) => {
    const before = await scene.home.counted(reason, scene.home.nas.id);
    const nas = await connect();
    const guest = await scene.guest(nas);
    ears.answer((asked) => Buffer.from(wrong(asked.octets)));
    await guest.end();
    await nas.closed;
    await expect.poll(guest.changes, SOON).toMatchObject([{ answer: "silent" }]);
    expect(await scene.home.counted(reason, scene.home.nas.id)).toBe(before + 1);
  });
});

/** Whether a handshake with a key comes to a connection, which is closed again. */
const letsIn = async (psk: string): Promise<boolean> => {
  try {
    await (await ears.connect(scene.home.radius.radsecPort, byKey(IDENTITY, psk))).close();
    return true;
  } catch {
    return false;
  }
};

describe("an access point that must not be told any more", () => {
  const waits = async (guest: Guest): Promise<void> => {
    await guest.end();
    await expect.poll(guest.owed, SOON).toBeGreaterThan(scene.home.world.now() + 40_000);
    expect(ears.heard).toEqual([]);
  };

  it("is told nothing down a connection whose key was replaced, but down one with the new", async () => {
    const { world, nas, radius, psk: before } = scene.home;
    const guest = await scene.guest(await connect());
    const psk = await givePsk(world, world.database, nas.id, IDENTITY);
    await announce(world.redis, { kind: "nas", id: nas.id });
    await expect.poll(() => letsIn(psk), SOON).toBe(true);
    await waits(guest);
    const others = reverseNas();
    const fresh = await others.connect(radius.radsecPort, byKey(IDENTITY, psk));
    await others.next();
    await expect.poll(guest.changes, SOON).toMatchObject([{ answer: "acknowledged" }]);
    await fresh.close();
    await scene.say({ radsec_psk_sealed: world.keyring.seal("nas-secret", before) });
    await expect.poll(() => letsIn(before), SOON).toBe(true);
  });

  it("is told nothing while it is switched off, and what is owed once it is back", async () => {
    const guest = await scene.guest(await connect());
    await scene.say({ enabled: false });
    await expect.poll(() => letsIn(scene.home.psk), SOON).toBe(false);
    await waits(guest);
    await scene.say({ enabled: true });
    const isBack = (): Promise<boolean> =>
      connect().then(
        () => true,
        () => false,
      );
    await expect.poll(isBack, SOON).toBe(true);
    await expect.poll(() => told(guest).length, SOON).toBe(1);
  });
});

describe("an access point of which nothing is said", () => {
  it("is told by UDP, though it is connected: it may not know changes on its connection", async () => {
    const das = await openDas();
    const home = await radsecHome({ nas: { coaPort: das.port, secret: das.secret } });
    const nas = await ears.connect(home.radius.radsecPort, byKey(IDENTITY, home.psk));
    const guest = await guestOf(home, nas);
    await guest.end();
    expect((await das.next()).code).toBe(CODE["Disconnect-Request"]);
    await expect.poll(guest.changes, SOON).toMatchObject([{ answer: "acknowledged" }]);
    expect(ears.heard).toEqual([]);
    await nas.close();
    await home.close();
    das.close();
  });
});

describe("a phone that was led to the portal and signed in", () => {
  const MAC = "A8-00-00-00-03-01";
  const signsIn = (loginId: string): Promise<void> => {
    const { world, nas } = scene.home;
    const led = { nasId: nas.id, mac: "a8:00:00:00:03:01", loginId: MAC, nasSessionId: "", at: world.now() };
    return haveAskedAgain(world, led, loginId);
  };

  it("is asked about anew down the connection", async () => {
    await connect();
    await signsIn("w-led-1");
    expect(Object.values((await ears.next()).packet.attributes)).toContain(MAC);
  });

  it("is asked about as soon as its access point is connected again", async () => {
    await signsIn("w-led-2");
    await connect();
    expect(Object.values((await ears.next()).packet.attributes)).toContain(MAC);
  });
});

import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE, type Service } from "#radius-server/protocol/codes";
import { parse } from "#radius-server/protocol/packet";
import { hidePassword } from "#radius-server/protocol/password";
import { secretOf } from "#radius-server/protocol/secret";
import { replyIsAuthentic } from "#radius-server/protocol/verify";
import { type Attribute, octets, request, text } from "#radius-server/protocol/write";
import { login, name, ROWS, type Row, report, SECRET, start, unsigned } from "./catalogue.ts";
import { faultsByReason } from "./faults.ts";
import { loginRequest, reportRequest } from "./gateway.ts";
import { type House, house } from "./house.ts";
import { type Probe, probe } from "./probe.ts";
import { AUTHENTICATOR } from "./protocol/datagrams.ts";

const GOOD = 250;

let home: House;
let nas: Probe;
beforeAll(async () => {
  home = await house({ withoutDrain: true, nas: { messageAuthenticator: "auto", secret: SECRET } });
});
afterAll(() => home.close());
beforeEach(async () => {
  nas = await probe();
});
afterEach(() => nas.close());

const KEY = secretOf(SECRET);
const port = (service: Service): number =>
  service === "authentication" ? home.radius.authPort : home.radius.acctPort;

const statusServer = (identifier: number, more: readonly Attribute[] = [], key = KEY): Uint8Array =>
  request(CODE["Status-Server"], identifier, more, key, { requestAuthenticator: randomBytes(16) });

/** Asks whether the server is there, on both ports, and waits for both answers: what it drops is dropped by then. */
const untilAnswered = async (): Promise<void> => {
  for (const [index, service] of (["authentication", "accounting"] as const).entries()) {
    const question = statusServer(GOOD + index);
    const answer = nas.reply(GOOD + index);
    nas.send(port(service), question);
    const reply = parse(await answer);
    expect("malformed" in reply || replyIsAuthentic(reply, question.subarray(4, 20), KEY)).toBe(true);
  }
};

const counted = (rows: readonly Row[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const [, reason] of rows) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
};

describe("a datagram that cannot be trusted", () => {
  it.each(ROWS)("gets no answer: row %s", async (_row, reason, service, make) => {
    const before = (await faultsByReason(home.world))[reason] ?? 0;
    nas.send(port(service), make());
    await untilAnswered();
    expect(nas.received).toHaveLength(2);
    expect((await faultsByReason(home.world))[reason]).toBe(before + 1);
  });

  it("changes nothing, all of them together, and each is counted by its reason", async () => {
    const { redis, world } = { ...home.world, world: home.world };
    const before = await faultsByReason(world);
    const keysBefore = await redis.dbsize();
    for (const [, , service, make] of ROWS) nas.send(port(service), make());
    await untilAnswered();
    const after = await faultsByReason(world);
    const risen = Object.fromEntries(
      Object.entries(after)
        .map(([reason, count]) => [reason, count - (before[reason] ?? 0)] as const)
        .filter(([, rise]) => rise > 0),
    );
    expect(risen).toEqual(counted(ROWS));
    expect(nas.received).toHaveLength(2);
    expect(await redis.dbsize()).toBe(keysBefore);
    expect(await world.database("attempts").count()).toEqual([{ count: 0 }]);
  });

  it("gets no answer from an address nobody knows, however right it is (row 10)", async () => {
    const elsewhere = await house({ withoutDrain: true, nas: { addresses: ["192.0.2.1"], secret: SECRET } });
    nas.send(elsewhere.radius.authPort, statusServer(9));
    nas.send(elsewhere.radius.acctPort, statusServer(9));
    await expect.poll(() => faultsByReason(elsewhere.world)).toEqual({ "nas-unknown": 2 });
    expect(nas.received).toEqual([]);
    const rows = await elsewhere.world.database("nas_faults");
    expect(rows).toMatchObject([{ nas_id: 0, source: "127.0.0.1", count: 2 }]);
    await elsewhere.close();
  });

  it("gets none without a signature where the NAS must sign (row 22)", async () => {
    const strict = await house({
      withoutDrain: true,
      nas: { messageAuthenticator: "require", secret: SECRET },
    });
    const password = octets(ATTRIBUTE["User-Password"], hidePassword(Buffer.from("x"), KEY, AUTHENTICATOR));
    nas.send(strict.radius.authPort, unsigned([name, password]));
    const answer = nas.reply(GOOD);
    nas.send(strict.radius.authPort, statusServer(GOOD));
    await answer;
    expect(nas.received).toHaveLength(1);
    expect(await faultsByReason(strict.world)).toEqual({ "message-authenticator-missing": 1 });
    await strict.close();
  });
});

describe("a datagram that looks odd but is right", () => {
  it("is answered with octets behind its Length, which are none of it (row 4)", async () => {
    const answer = nas.reply(9);
    nas.send(home.radius.authPort, Buffer.concat([statusServer(9), Buffer.alloc(40, 255)]));
    expect((await answer)[0]).toBe(CODE["Access-Accept"]);
  });

  it("is answered with a Vendor-Specific nobody can read (rows 15 and 16)", async () => {
    const odd = [Buffer.of(0, 0, 58), Buffer.of(0, 0, 58, 140, 8, 0), Buffer.of(1, 0, 58, 140, 8, 3, 65)];
    const answer = nas.reply(7);
    nas.send(home.radius.authPort, login(odd.map((value) => octets(ATTRIBUTE["Vendor-Specific"], value))));
    expect((await answer)[0]).toBe(CODE["Access-Reject"]);
  });

  it("is answered when it is a Status-Server that names a user (row 27)", async () => {
    const answer = nas.reply(9);
    nas.send(home.radius.acctPort, statusServer(9, [name]));
    expect((await answer)[0]).toBe(CODE["Accounting-Response"]);
  });

  it("is recorded when it is a report that brings a password along (row 41)", async () => {
    const answer = nas.reply(7);
    const session = text(ATTRIBUTE["Acct-Session-Id"], "80000041");
    nas.send(
      home.radius.acctPort,
      report([start, session, octets(ATTRIBUTE["User-Password"], Buffer.alloc(16))]),
    );
    expect((await answer)[0]).toBe(CODE["Accounting-Response"]);
  });
});

describe("ten thousand datagrams of any shape", () => {
  it("neither stop the server nor make it complain", async () => {
    const complaints = vi.spyOn(home.world.log, "error");
    const seeds = [
      loginRequest(home.nas, { loginId: "w-000000000000", password: "0123456789abcdef" }),
      reportRequest(home.nas, {
        status: "Interim-Update",
        nasSessionId: "80000001",
        up: 1,
        down: 2,
        seconds: 3,
      }),
      statusServer(1),
      request(CODE["CoA-Request"], 1, [name], KEY),
    ];
    const mutated = fc
      .tuple(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(4_096), fc.nat(255)), { maxLength: 8 }),
        fc.nat(300),
      )
      .map(([seed, changes, cut]) => {
        const copy = Buffer.from(seed);
        for (const [at, octet] of changes) copy[at % copy.length] = octet;
        return cut < copy.length ? copy.subarray(0, cut) : copy;
      });
    const anything = fc.oneof(fc.uint8Array({ maxLength: 512 }), mutated);
    const datagrams = fc.sample(anything, 10_000);
    for (let from = 0; from < datagrams.length; from += 250) {
      for (const [index, each] of datagrams.slice(from, from + 250).entries())
        nas.send(port(index % 2 ? "authentication" : "accounting"), each);
      await untilAnswered();
    }
    expect(complaints).not.toHaveBeenCalled();
    complaints.mockRestore();
  }, 60_000);
});

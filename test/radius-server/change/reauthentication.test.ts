import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lastVerified } from "#access/device/remembered-store";
import { issueGrant } from "#access/grant/issue";
import { announce } from "#access/notice/live";
import type { Policy } from "#access/plan/plan";
import { changePlan, readPlan } from "#access/plan/store";
import { keys, tagOf } from "#access/redis/keys";
import { readSession } from "#access/session/live";
import { sessionOfGrant } from "#access/session/name";
import type { Wish } from "#access/session/packed";
import { memberOf, readTicket, type SessionRef } from "#access/session/ticket";
import { wishSession } from "#access/session/wish";
import { setStatus } from "#access/subscriber/store";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import type { Packet } from "#radius-server/protocol/packet";
import { faultsByReason } from "../faults.ts";
import { type Gateway, gateway, loginRequest, reportRequest } from "../gateway.ts";
import { type House, house } from "../house.ts";
import { deviceRequest } from "../mac-login/device.ts";

const MAC = "a8:00:00:00:00:01";
const MB = 1_000_000;
const PFSENSE = 13_644;
const BANDWIDTH_MAX_DOWN = 2;
const NAS_SESSION = "80000001";

let home: House;
let nas: Gateway;
let subscriberId: number;
let granted: { readonly loginId: string; readonly password: string };
let ref: SessionRef;
let classes: readonly Uint8Array[];

const open = async (policy: Partial<Policy> = {}): Promise<void> => {
  home = await house({
    nas: { kind: "pfsense", coaAddress: null, mayReauthenticate: true },
    policy: {
      allowances: [{ of: "octets", per: "day", amount: 10 * MB }],
      downKbps: 5_000,
      upKbps: 1_000,
      atEnd: { kind: "stop" },
      ...policy,
    },
  });
  nas = await gateway(home.nas);
  subscriberId = await home.enrol();
  const applicant = { subscriberId, nas: home.nas, mac: MAC, clientIp: null, nasSessionId: null };
  const grant = await issueGrant(home.world, applicant);
  if (grant.kind === "refused") throw new Error(grant.code);
  granted = grant;
  ref = { subscriberId, sessionId: sessionOfGrant(grant.loginId) };
  classes = (await authenticate()).all(ATTRIBUTE["Class"]);
  await report("Start", 0);
  await expect.poll(async () => (await home.world.database("sessions")).length).toBe(1);
};

const authenticate = (): Promise<Packet> =>
  nas.ask(home.radius.authPort, loginRequest(home.nas, { ...granted, mac: MAC, nasSessionId: NAS_SESSION }));
const report = (status: "Start" | "Interim-Update" | "Stop", down: number): Promise<Packet> => {
  home.world.clock.advance(60);
  const eventAt = home.world.now();
  const said = { status, nasSessionId: NAS_SESSION, classes, up: 0, down, eventAt };
  return nas.ask(home.radius.acctPort, reportRequest(home.nas, said));
};
const reasonOf = (reply: Packet) => [reply.code, reply.text(ATTRIBUTE["Reply-Message"])];
const because = (reason: string) => [CODE["Access-Reject"], reason];
const speedOf = (reply: Packet) => reply.vendorU32(PFSENSE, BANDWIDTH_MAX_DOWN);
const session = async (of = ref) => (await readSession(home.world.redis, of))!;
const wishedOf = async (of = ref) => {
  const { wish, wishCause, profile } = await session(of);
  return { wish, wishCause, profile };
};
/** Looked at, and kept for when the access point asks. */
const isKept = async (of = ref): Promise<boolean> => {
  const due = await home.world.redis.zscore(keys.due(tagOf(subscriberId)), memberOf(of));
  return Number(due) > home.world.now();
};
const changes = () => home.world.database("authorization_changes").select("wish", "cause", "answer");
const wished = async (wish: Wish, cause: string): Promise<void> => {
  await wishSession(home.world, ref, wish, cause);
  await expect.poll(isKept).toBe(true);
};
const tell = () => announce(home.world.redis, { kind: "subscriber", id: subscriberId });

afterEach(async () => {
  nas.close();
  await home.close();
});

describe("a session at an access point that takes no changes and authenticates again", () => {
  beforeEach(() => open());

  it("is ended by the next time once staff order it, and the order is owed until then", async () => {
    await wished("end", "staff");
    expect(await wishedOf()).toMatchObject({ wish: "end", wishCause: "staff" });
    expect(reasonOf(await authenticate())).toEqual(because("disconnected"));
    await report("Stop", MB);
    expect((await session()).endedAt).toBe(home.world.now());
    expect(await faultsByReason(home.world)).toEqual({});
  });

  it("is ended by the next time once its day is used up and its plan stops there", async () => {
    await report("Interim-Update", 10 * MB);
    await expect.poll(isKept).toBe(true);
    expect(await wishedOf()).toMatchObject({ wish: "end", wishCause: "quota_spent" });
    expect(reasonOf(await authenticate())).toEqual(because("quota_spent"));
    await report("Stop", 10 * MB);
    expect((await session()).endedAt).toBe(home.world.now());
  });

  it("is ended by the next time once its person is blocked, and goes on when they are unblocked before", async () => {
    const { database } = home.world;
    await setStatus(database, subscriberId, "blocked", "lost phone");
    await tell();
    await expect.poll(async () => (await session()).wish).toBe("end");
    await expect.poll(isKept).toBe(true);
    expect(reasonOf(await authenticate())).toEqual(because("blocked"));
    await setStatus(database, subscriberId, "active", null);
    await tell();
    await expect.poll(async () => (await session()).wish).toBeNull();
    expect((await authenticate()).code).toBe(CODE["Access-Accept"]);
    expect(await changes()).toEqual([{ wish: "end", cause: "blocked", answer: "withdrawn" }]);
  });

  it("goes on where an end no longer follows from the rules when it asks, which is written down", async () => {
    await wished("end", "quota_spent");
    expect((await authenticate()).code).toBe(CODE["Access-Accept"]);
    expect(await wishedOf()).toEqual({ wish: null, wishCause: "", profile: "full" });
    expect(await isKept()).toBe(false);
    expect(await changes()).toEqual([{ wish: "end", cause: "quota_spent", answer: "withdrawn" }]);
  });

  it("gets the new speed of its plan the next time", async () => {
    const { database, redis } = home.world;
    const { policy } = (await readPlan(database, home.planId))!;
    await changePlan(database, home.planId, { policy: { ...policy, downKbps: 2_000 } }, home.world.now());
    await announce(redis, { kind: "plan", id: home.planId });
    await expect.poll(async () => (await session()).wish).toBe("full");
    expect(speedOf(await authenticate())).toBe(2_000_000);
    expect((await session()).wish).toBeNull();
    expect(await changes()).toEqual([]);
  });
});

describe("a session that is slowed when its access point authenticates again", () => {
  beforeEach(() => open({ atEnd: { kind: "slow", downKbps: 512, upKbps: 256 } }));

  it("is known to be slow from then on, so that nothing is wished of it again", async () => {
    await report("Interim-Update", 10 * MB);
    expect(speedOf(await authenticate())).toBe(512_000);
    expect(await wishedOf()).toEqual({ wish: null, wishCause: "", profile: "slow" });
    await report("Interim-Update", 11 * MB);
    expect(await wishedOf()).toEqual({ wish: null, wishCause: "", profile: "slow" });
    expect(await faultsByReason(home.world)).toEqual({});
  });
});

describe("a session that goes on fast though its access point was told to slow it", () => {
  beforeEach(() => open({ atEnd: { kind: "slow", downKbps: 512, upKbps: 256 } }));

  it("is ended when that access point authenticates again", async () => {
    await report("Interim-Update", 10 * MB);
    expect(speedOf(await authenticate())).toBe(512_000);
    for (const down of [50, 90, 130]) await report("Interim-Update", down * MB);
    await expect.poll(isKept).toBe(true);
    expect(await wishedOf()).toEqual({ wish: "end", wishCause: "slow_ignored", profile: "slow" });
    expect(reasonOf(await authenticate())).toEqual(because("quota_spent"));
  });
});

describe("a remembered phone at an access point that takes no changes and asks about it again", () => {
  it("is refused once staff disconnect it, and comes back by another session", async () => {
    await open();
    await expect
      .poll(async () => (await lastVerified(home.world.database, MAC))?.subscriberId)
      .toBe(subscriberId);
    await report("Stop", 0);
    const ask = (nasSessionId: string) =>
      nas.ask(
        home.radius.authPort,
        deviceRequest(home.nas, { name: MAC, calling: MAC, pap: MAC, nasSessionId }),
      );
    const first = await ask("by-address");
    const byAddress = readTicket(home.world.keyring, first.all(ATTRIBUTE["Class"])[0]!)!;
    await wishSession(home.world, byAddress, "end", "staff");
    await expect.poll(() => isKept(byAddress)).toBe(true);
    expect(reasonOf(await ask("by-address"))).toEqual(because("disconnected"));
    expect(await wishedOf(byAddress)).toMatchObject({ wish: "end", wishCause: "staff" });
    const again = await ask("by-address-2");
    expect(again.code).toBe(CODE["Access-Accept"]);
    expect(readTicket(home.world.keyring, again.all(ATTRIBUTE["Class"])[0]!)!.sessionId).not.toBe(
      byAddress.sessionId,
    );
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instant } from "#access/postgres/instant";
import { tagOf } from "#access/redis/keys";
import type { Program } from "#access/runtime/world";
import { readSession } from "#access/session/live";
import { makeReady, refill } from "#access/session/refill";
import type { PersonSession } from "#admin/api/people/shapes";
import { start as startDrain } from "#radius-server/drain/start";
import { type Desk, type Office, office, signedInDesk } from "../desk.ts";
import { type Province, province } from "../province.ts";
import { report } from "../reports.ts";

const RUNNING = "0000000000000002";
const ENDED = "0000000000000001";
const MB = 1_000_000;
const GB = 1_000 * MB;

describe("octets withheld as impossible", () => {
  let at: Office;
  let desk: Desk;
  let there: Province;
  let drain: Program;
  beforeAll(async () => {
    at = await office();
    there = await province(at.world);
    await makeReady(at.world, tagOf(there.personId));
    await refill(at.world, [there.personId]);
    drain = await startDrain(at.world);
    desk = (await signedInDesk(at)).desk;
  });
  afterAll(async () => {
    await drain.stop();
    await at.close();
  });

  const charge = (sessionId: string) =>
    desk.ask("POST", `/api/people/${there.personId}/withheld`, { sessionId });
  const session = async (sessionId: string): Promise<PersonSession | undefined> => {
    const { sessions } = (await desk.ask("GET", `/api/people/${there.personId}`)).body;
    return sessions.find(({ id }: PersonSession) => id === sessionId);
  };
  const shown = async (sessionId: string) => (await session(sessionId))?.withheld;
  const ref = () => ({ subscriberId: there.personId, sessionId: RUNNING });

  it("are none while every report can be true", async () => {
    at.world.clock.advance(300);
    await report(at.world, ref(), { up: 70 * MB, down: 600 * MB, seconds: 1_800 });
    expect(await shown(RUNNING)).toBeNull();
    expect(await shown(ENDED)).toBeNull();
  });

  it("are shown with what the report claimed as soon as it came", async () => {
    at.world.clock.advance(300);
    await report(at.world, ref(), { up: 80 * MB, down: 900 * GB, seconds: 2_100 });
    await expect
      .poll(() => shown(RUNNING))
      .toEqual({
        up: 10 * MB,
        down: 900 * GB - 600 * MB,
        canCharge: true,
        claim: { at: at.world.now(), up: 80 * MB, down: 900 * GB },
      });
  });

  it("are shown still when counting goes on from the claim", async () => {
    const claimedAt = at.world.now();
    at.world.clock.advance(300);
    await report(at.world, ref(), { up: 81 * MB, down: 900 * GB + 5 * MB, seconds: 2_400 });
    await expect.poll(async () => (await shown(RUNNING))?.claim?.at).toBe(claimedAt);
    expect(await shown(RUNNING)).toMatchObject({ up: 10 * MB, down: 900 * GB - 600 * MB });
  });

  it("are charged when staff say they are true, once, and who said so is kept", async () => {
    const { redis, database } = at.world;
    const total = async () =>
      (await readSession(redis, { subscriberId: there.personId, sessionId: RUNNING }))?.down ?? 0;
    const before = await total();
    const withheld = { up: 10 * MB, down: 900 * GB - 600 * MB };
    expect((await charge(RUNNING)).body).toEqual(withheld);
    expect(await total()).toBe(before + withheld.down);
    expect((await charge(RUNNING)).body).toEqual({ up: 0, down: 0 });
    const said = await database("audit").where({ action: "person.withheld-charged" }).pluck("detail");
    expect(said[0]).toEqual({ sessionId: RUNNING, ...withheld });
    await expect.poll(() => shown(RUNNING)).toBeNull();
  });

  it("can be charged for a day after the session's end, and are shown for longer", async () => {
    at.world.clock.advance(300);
    await report(at.world, ref(), { up: 82 * MB, down: 2_000 * GB, seconds: 2_700 });
    at.world.clock.advance(300);
    await report(at.world, ref(), { kind: "stop", up: 82 * MB, down: 2_000 * GB, seconds: 3_000 });
    // its octets are shown from the report before: only the end says that the drain writes of it no more
    await expect.poll(async () => (await session(RUNNING))?.endedAt).toBe(at.world.now());
    expect((await shown(RUNNING))?.canCharge).toBe(true);
    const dayAgo = instant(at.world.now() - 86_400_000);
    await at.world.database("sessions").where({ id: RUNNING }).update({ ended_at: dayAgo });
    expect(await shown(RUNNING)).toMatchObject({ canCharge: false, claim: { down: 2_000 * GB } });
  });

  it("of a session nobody knows are refused", async () => {
    expect((await charge("00000000000000ee")).status).toBe(404);
    expect((await charge("not-a-session")).status).toBe(400);
  });
});

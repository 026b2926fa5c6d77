import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keys, tagOf } from "#access/redis/keys";
import { makeReady, refill } from "#access/session/refill";
import { type Desk, type Office, office, signedInDesk } from "../desk.ts";
import { type Province, province } from "../province.ts";

const SESSION = "0000000000000002";

describe("octets withheld as impossible", () => {
  let at: Office;
  let desk: Desk;
  let there: Province;
  beforeAll(async () => {
    at = await office();
    there = await province(at.world);
    await makeReady(at.world, tagOf(there.personId));
    await refill(at.world, [there.personId]);
    desk = (await signedInDesk(at)).desk;
  });
  afterAll(() => at.close());

  const charge = (sessionId: string) =>
    desk.ask("POST", `/api/people/${there.personId}/withheld`, { sessionId });

  it("are charged when staff say they are true, once, and who said so is kept", async () => {
    const { redis, database } = at.world;
    const session = keys.session(tagOf(there.personId), SESSION);
    const before = Number(await redis.hget(session, "d"));
    await redis.hset(session, "h", `0;${before};1;0;0;#1000;9000;`);
    expect((await charge(SESSION)).body).toEqual({ up: 1_000, down: 9_000 });
    expect(Number(await redis.hget(session, "d"))).toBe(before + 9_000);
    expect((await charge(SESSION)).body).toEqual({ up: 0, down: 0 });
    const said = await database("audit").where({ action: "person.withheld-charged" }).pluck("detail");
    expect(said[0]).toEqual({ sessionId: SESSION, up: 1_000, down: 9_000 });
  });

  it("of a session nobody knows are refused", async () => {
    expect((await charge("00000000000000ee")).status).toBe(404);
    expect((await charge("not-a-session")).status).toBe(400);
  });
});

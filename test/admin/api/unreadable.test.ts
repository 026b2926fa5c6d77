import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keys, tagOf } from "#access/redis/keys";
import { makeReady, refill } from "#access/session/refill";
import { soundSession } from "#access/session/sound";
import type { PersonSession } from "#admin/api/people/shapes";
import { type Desk, type Office, office, signedInDesk } from "../desk.ts";
import { type Province, province } from "../province.ts";

const RUNNING = "0000000000000002";

describe("the page of a person of whom Redis has what nobody of ours wrote", () => {
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

  const page = () => desk.ask("GET", `/api/people/${there.personId}`);
  const unreadable = async (): Promise<string[]> =>
    (await page()).body.sessions
      .filter(({ isUnreadable }: PersonSession) => isUnreadable)
      .map(({ id }: PersonSession) => id);

  it("opens and says which session could not be read, until it is put right", async () => {
    const { world } = at;
    expect(await unreadable()).toEqual([]);
    await world.redis.set(keys.session(tagOf(there.personId), RUNNING), "octets of somebody else");
    expect(await unreadable()).toEqual([RUNNING]);
    await soundSession(world, { subscriberId: there.personId, sessionId: RUNNING });
    expect(await unreadable()).toEqual([]);
  });

  it("opens with what they used where they could not be read themselves", async () => {
    const { lines } = (await page()).body;
    const { redis } = at.world;
    await redis.set(keys.person(tagOf(there.personId), there.personId), "octets of somebody else");
    expect((await page()).body.lines).toEqual(lines);
  });
});

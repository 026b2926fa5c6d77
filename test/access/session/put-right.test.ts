import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keys, tagOf } from "#access/redis/keys";
import type { RedisClient } from "#access/redis/open";
import { putRight } from "#access/session/put-right";
import { readPerson } from "#access/subscriber/live";
import { drainAll } from "../../radius-server/drain/pages.ts";
import { type House, house } from "../../radius-server/house.ts";
import { BEGINNING } from "../../setup/stores.ts";
import { interrupted, type Of, type OnePerson, onePerson } from "./one-person.ts";

const KB = 1_000;
const RUNS = 40;
const SOMEBODY_ELSES = "octets of somebody else";

let home: House;
beforeAll(async () => {
  home = await house({ withoutDrain: true });
});
afterAll(() => home.close());

type Report = { readonly of: Of; readonly more: number };
type Event =
  | ({ readonly what: "report" } & Report)
  | { readonly what: "drain" }
  /** what Redis has of that session, of its person, or of both; others report before that call of putting it right */
  | ({
      readonly what: "spoil";
      readonly which: "session" | "person" | "both";
      readonly call: number;
    } & Report);

const report = {
  of: fc.constantFrom("phone" as const, "laptop" as const),
  more: fc.integer({ min: 0, max: 50 }),
};
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant("report" as const), ...report }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("drain" as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant("spoil" as const),
      which: fc.constantFrom("session" as const, "person" as const, "both" as const),
      call: fc.integer({ min: 1, max: 5 }),
      ...report,
    }),
  },
);

/** A person, and what their sessions truly moved. */
type Story = { readonly person: OnePerson; readonly truth: Map<Of, number>; minute: number };

const begin = async (): Promise<Story> => ({ person: await onePerson(home), truth: new Map(), minute: 0 });

const reports = async ({ person, truth, minute }: Story, { of, more }: Report): Promise<void> => {
  const octets = (truth.get(of) ?? 0) + more * KB;
  truth.set(of, octets);
  await person.report(person.booking(of, minute, octets));
};

const namesOf = ({ subscriberId, sessions }: OnePerson, of: Of) => {
  const tag = tagOf(subscriberId);
  const session = keys.session(tag, sessions[of]);
  const person = keys.person(tag, subscriberId);
  return { session: [session], person: [person], both: [session, person] };
};

const spoil = async ({ person }: Story, of: Of, which: "session" | "person" | "both"): Promise<void> => {
  for (const name of namesOf(person, of)[which]) await home.world.redis.set(name, SOMEBODY_ELSES);
};

const happens = async (story: Story, event: Event): Promise<void> => {
  const { world } = home;
  story.minute += 1;
  world.clock.set(BEGINNING + story.minute * 60_000);
  if (event.what === "report") return reports(story, event);
  if (event.what === "drain") return drainAll(world);
  // A session is spoilt that was there.
  if (!story.truth.has(event.of)) await reports(story, event);
  await spoil(story, event.of, event.which);
  const ref = { subscriberId: story.person.subscriberId, sessionId: story.person.sessions[event.of] };
  const { asked, wasReached } = interrupted<RedisClient>(world.redis, event.call, () =>
    reports(story, event),
  );
  await putRight({ ...world, redis: asked }, ref);
  if (!wasReached()) await reports(story, event);
};

const checked = async (events: readonly Event[]): Promise<void> => {
  const story = await begin();
  const truth = (): number => [...story.truth.values()].reduce((sum, octets) => sum + octets, 0);
  for (const event of events) {
    await happens(story, event);
    const { periods, sessions } = await story.person.sums();
    expect(sessions).toBe(truth());
    expect(periods.filter((octets) => octets !== truth())).toEqual([]);
  }
  await drainAll(home.world);
  expect((await story.person.stored()).filter((octets) => octets !== truth())).toEqual([]);
};

describe("what Redis has of a person or a session, where nobody of ours wrote it", () => {
  it("is put right without an octet lost or doubled, whatever of it is stored, and whoever reports meanwhile", async () => {
    await fc.assert(fc.asyncProperty(fc.array(event, { minLength: 2, maxLength: 10 }), checked), {
      seed: 1,
      numRuns: RUNS,
    });
  }, 120_000);

  it("is kept aside for a week, and found again in its lists", async () => {
    const story = await begin();
    await reports(story, { of: "phone", more: 1 });
    await spoil(story, "phone", "both");
    await reports(story, { of: "phone", more: 1 });
    const { redis } = home.world;
    for (const name of namesOf(story.person, "phone").both) {
      expect(await redis.get(keys.aside(name))).toBe(SOMEBODY_ELSES);
      expect(await redis.ttl(keys.aside(name))).toBeGreaterThan(6 * 86_400);
    }
    const { subscriberId, sessions } = story.person;
    expect((await readPerson(redis, subscriberId))?.live.map(({ sessionId }) => sessionId)).toEqual([
      sessions.phone,
    ]);
    const member = `${subscriberId}:${sessions.phone}`;
    expect(await redis.zscore(keys.online(tagOf(subscriberId)), member)).not.toBeNull();
  });
});

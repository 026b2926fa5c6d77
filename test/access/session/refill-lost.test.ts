import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tagOf } from "#access/redis/keys";
import type { RedisClient } from "#access/redis/open";
import type { World } from "#access/runtime/world";
import { makeReady, refill } from "#access/session/refill";
import { drainAll } from "../../radius-server/drain/pages.ts";
import { type House, house } from "../../radius-server/house.ts";
import { BEGINNING } from "../../setup/stores.ts";
import { interrupted, type Of, type OnePerson, onePerson } from "./one-person.ts";

const KB = 1_000;
const RUNS = 40;

let home: House;
beforeAll(async () => {
  home = await house({ withoutDrain: true });
});
afterAll(() => home.close());

type Report = { readonly session: Of; readonly more: number };
type Event =
  | ({ readonly what: "report" } & Report)
  | { readonly what: "drain" | "copy" }
  /** Redis has what it had at the last copy, or nothing; a report comes before that call of filling it again */
  | ({ readonly what: "set-back" | "empty"; readonly call: number } & Report);

const report = {
  session: fc.constantFrom("phone" as const, "laptop" as const),
  more: fc.integer({ min: 0, max: 50 }),
};
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ what: fc.constant("report" as const), ...report }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constantFrom("drain" as const, "copy" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constantFrom("set-back" as const, "empty" as const),
      call: fc.integer({ min: 1, max: 8 }),
      ...report,
    }),
  },
);

/** A person, what their sessions truly moved, and the copy of Redis that may come back. */
type Story = {
  readonly person: OnePerson;
  readonly truth: Map<Of, number>;
  minute: number;
  setBack: () => Promise<void>;
};

const begin = async (): Promise<Story> => {
  const person = await onePerson(home);
  return { person, truth: new Map(), minute: 0, setBack: await person.copy() };
};

const sumOf = ({ truth }: Story): number => [...truth.values()].reduce((sum, octets) => sum + octets, 0);

const reports = async ({ person, truth, minute }: Story, { session, more }: Report): Promise<void> => {
  const octets = (truth.get(session) ?? 0) + more * KB;
  truth.set(session, octets);
  await person.report(person.booking(session, minute, octets));
};

const happens = async (story: Story, event: Event): Promise<void> => {
  const { world } = home;
  const { person } = story;
  story.minute += 1;
  world.clock.set(BEGINNING + story.minute * 60_000);
  const filled = async (fill: (world: World) => Promise<void>, call: number, report: Report) => {
    const { asked, wasReached } = interrupted<RedisClient>(world.redis, call, () => reports(story, report));
    await fill({ ...world, redis: asked });
    if (!wasReached()) await reports(story, report);
  };
  switch (event.what) {
    case "report":
      return reports(story, event);
    case "drain":
      return drainAll(world);
    case "copy":
      story.setBack = await person.copy();
      return;
    case "set-back":
      await story.setBack();
      return filled((asked) => refill(asked, [person.subscriberId]), event.call, event);
    default:
      await world.redis.flushall();
      return filled((asked) => makeReady(asked, tagOf(person.subscriberId)), event.call, event);
  }
};

const checked = async (events: readonly Event[]): Promise<void> => {
  const story = await begin();
  for (const event of events) {
    await happens(story, event);
    const { periods } = await story.person.sums();
    for (const octets of periods) expect(octets).toBeLessThanOrEqual(sumOf(story));
  }
  // What was lost of it is repeated by the access points.
  for (const session of story.truth.keys()) await reports(story, { session, more: 0 });
  const truth = sumOf(story);
  const sums = await story.person.sums();
  expect(sums.sessions).toBe(truth);
  expect(sums.periods.filter((octets) => octets !== truth)).toEqual([]);
  await drainAll(home.world);
  expect((await story.person.stored()).filter((octets) => octets !== truth)).toEqual([]);
};

describe("whatever Redis loses, and whatever is reported while it is filled again", () => {
  it("is counted once, in Redis and in PostgreSQL, and never above the truth", async () => {
    await fc.assert(fc.asyncProperty(fc.array(event, { minLength: 4, maxLength: 14 }), checked), {
      seed: 1,
      numRuns: RUNS,
    });
  }, 120_000);
});

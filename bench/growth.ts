import type { Options } from "./options.ts";
import { seedRedis } from "./ours/seed.ts";
import type { Ours } from "./ours/target.ts";
import type { Bench } from "./rounds.ts";
import { measure, openSessions } from "./rounds.ts";

/** People known and sessions live, in steps. */
const STEPS = [
  { subscribers: 10_000, live: 1_000 },
  { subscribers: 100_000, live: 10_000 },
  { subscribers: 1_000_000, live: 100_000 },
] as const;

/** One step's figures: octets of Redis, and requests a second. */
export type Step = {
  readonly subscribers: number;
  readonly live: number;
  readonly perSubscriber: number;
  readonly perSession: number;
  readonly used: number;
  readonly loginsPerSecond: number;
  readonly interimsPerSecond: number;
};

/** Lets our server grow, step by step, and measures each. */
export const grow = async (bench: Bench, ours: Ours, options: Options, known: number): Promise<Step[]> => {
  const steps: Step[] = [];
  let people = known;
  let live = 0;
  for (const step of STEPS) {
    const empty = await ours.usedMemory();
    await seedRedis(ours.world, ours.seeded, people + 1, step.subscribers);
    const seeded = await ours.usedMemory();
    const sized: Bench = {
      target: { ...bench.target, aim: { ...bench.target.aim, subscribers: step.subscribers } },
      generator: bench.generator,
      nextLogin: bench.nextLogin,
    };
    await openSessions(sized, { ...options, live: step.live - live });
    const opened = await ours.usedMemory();
    const logins = await measure(sized, "logins", options);
    const interims = await measure(sized, "interims", options);
    bench.nextLogin = sized.nextLogin;
    steps.push({
      ...step,
      perSubscriber: (seeded - empty) / (step.subscribers - people),
      perSession: (opened - seeded) / (step.live - live),
      used: opened,
      loginsPerSecond: logins.outcome.answered / logins.outcome.seconds,
      interimsPerSecond: interims.outcome.answered / interims.outcome.seconds,
    });
    people = step.subscribers;
    live = step.live;
  }
  return steps;
};

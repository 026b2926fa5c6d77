import fc from "fast-check";
import type { Report } from "#access/quota/marks";

/** The instant every session of these tests began, epoch ms. */
export const BEGAN = Date.UTC(2026, 10, 23, 3, 0, 0);

/** One thing that truly happened in a session, between two reports. */
export type Step = {
  readonly seconds: number;
  readonly up: number;
  readonly down: number;
  readonly restart: boolean;
};

/** What a NAS is like. */
export type Habit = { readonly gigawords: boolean; readonly stamped: boolean; readonly restarts: boolean };

/** What truly passed, octets. */
export type Truth = { readonly up: number; readonly down: number; readonly seconds: number };

const WRAP = 2 ** 32;

/** The reports of a session in their true order, and the truth they stand for; a restart zeroes the NAS's counters. */
export const played = (steps: readonly Step[], habit: Habit): { reports: Report[]; truth: Truth } => {
  let [at, up, down] = [0, 0, 0];
  let [rawUp, rawDown] = [0, 0];
  const reports = steps.map((step): Report => {
    if (step.restart && habit.restarts) [rawUp, rawDown] = [0, 0];
    at += step.seconds;
    up += step.up;
    down += step.down;
    rawUp += step.up;
    rawDown += step.down;
    return {
      up: habit.gigawords ? rawUp : rawUp % WRAP,
      down: habit.gigawords ? rawDown : rawDown % WRAP,
      seconds: at,
      eventAt: BEGAN + at * 1000,
      receivedAt: BEGAN + at * 1000,
      stamped: habit.stamped,
      gigawords: habit.gigawords,
    };
  });
  return { reports, truth: { up, down, seconds: at } };
};

const stepOf = (most: number): fc.Arbitrary<Step> =>
  fc.record({
    seconds: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 900 })),
    up: fc.integer({ min: 0, max: most }),
    down: fc.integer({ min: 0, max: most }),
    restart: fc.boolean(),
  });

/** Sessions of a NAS that sends Gigawords: any traffic, with restarts of its counters. */
export const wideSession = fc.tuple(
  fc.array(stepOf(2 ** 40), { minLength: 1, maxLength: 30 }),
  fc.record({ gigawords: fc.constant(true), stamped: fc.boolean(), restarts: fc.boolean() }),
);

/**
 * Sessions of a NAS without Gigawords, each report less than half a wrap after the one before: more in one interval is
 * beyond what can be told from a restart.
 */
export const narrowSession = fc.tuple(
  fc.array(stepOf(2 ** 31 - 1), { minLength: 1, maxLength: 30 }),
  fc.record({ gigawords: fc.constant(false), stamped: fc.boolean(), restarts: fc.constant(false) }),
);

/** An order in which reports arrive: each at most so many places from its own, some twice. */
export const disorder = (count: number, reach: number): fc.Arbitrary<number[]> =>
  fc
    .array(fc.tuple(fc.double({ min: 0, max: reach, noNaN: true }), fc.boolean()), {
      minLength: count,
      maxLength: count,
    })
    .map((delays) =>
      delays
        .flatMap(([delay, twice], index) => [
          { index, key: index + delay },
          ...(twice ? [{ index, key: index + reach - delay }] : []),
        ])
        .sort((a, b) => a.key - b.key || a.index - b.index)
        .map(({ index }) => index),
    );

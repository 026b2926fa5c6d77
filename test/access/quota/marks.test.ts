import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { marked } from "#access/quota/marked";
import { type Marks, type Report, unmarked } from "#access/quota/marks";
import { KEPT } from "#access/quota/points";
import { BEGAN, disorder, narrowSession, played, wideSession } from "./reports.ts";

const RUNS = { numRuns: 10_000 };
const GB = 1_000_000_000;
const HOUR_MS = 3_600_000;
const marksAfter = (reports: readonly Report[]): Marks => reports.reduce(marked, unmarked(BEGAN));
const totals = ({ up, down, seconds }: Marks) => ({ up, down, seconds });

const report = (seconds: number, down: number | null, more: Partial<Report> = {}): Report => ({
  up: 0,
  down,
  seconds,
  eventAt: BEGAN + seconds * 1000,
  receivedAt: Math.max(BEGAN + seconds * 1000, more.eventAt ?? 0),
  stamped: true,
  gigawords: true,
  ...more,
});

describe("the totals of a session", () => {
  it("equal the truth when every report comes once, in order", () => {
    fc.assert(
      fc.property(fc.oneof(wideSession, narrowSession), ([steps, habit]) => {
        // A restart that goes unseen, because the counter has already passed its old height, cannot be told.
        const { reports, truth } = played(steps, { ...habit, restarts: false });
        expect(totals(marksAfter(reports))).toEqual(truth);
      }),
      RUNS,
    );
  });

  it("equal the truth, in any order never more, of a NAS that says Gigawords from some report on", () => {
    const begins = narrowSession.chain(([steps, habit]) =>
      fc.tuple(
        fc.constant(steps),
        fc.constant(habit),
        fc.integer({ min: 0, max: steps.length - 1 }),
        disorder(steps.length, KEPT - 1),
      ),
    );
    fc.assert(
      fc.property(begins, ([steps, habit, first, order]) => {
        const wide = played(steps, { ...habit, gigawords: true });
        const narrow = played(steps, habit).reports;
        const reports = [...narrow.slice(0, first), ...wide.reports.slice(first)];
        expect(totals(marksAfter(reports))).toEqual(wide.truth);
        const marks = marksAfter(order.map((index) => reports[index]!));
        expect([marks.up <= wide.truth.up, marks.down <= wide.truth.down]).toEqual([true, true]);
      }),
      RUNS,
    );
  });

  it("are the same in any order within reach, however often reports are repeated, and equal the truth", () => {
    fc.assert(
      fc.property(
        fc.oneof(wideSession, narrowSession).chain(([steps, habit]) =>
          fc.record({
            steps: fc.constant(steps),
            habit: fc.constant({ ...habit, restarts: false }),
            order: disorder(steps.length, KEPT - 2),
          }),
        ),
        ({ steps, habit, order }) => {
          const { reports, truth } = played(steps, habit);
          expect(totals(marksAfter(order.map((index) => reports[index] as Report)))).toEqual(truth);
        },
      ),
      RUNS,
    );
  });

  it("never exceed the truth, whatever is lost, late or repeated, and whenever the NAS restarts its counters", () => {
    fc.assert(
      fc.property(
        wideSession.chain(([steps, habit]) =>
          fc.record({
            steps: fc.constant(steps),
            habit: fc.constant(habit),
            order: fc.array(fc.nat({ max: steps.length - 1 }), { maxLength: 60 }),
          }),
        ),
        ({ steps, habit, order }) => {
          const { reports, truth } = played(steps, habit);
          const marks = marksAfter(order.map((index) => reports[index] as Report));
          expect(marks.up).toBeLessThanOrEqual(truth.up);
          expect(marks.down).toBeLessThanOrEqual(truth.down);
          expect(marks.seconds).toBeLessThanOrEqual(truth.seconds);
        },
      ),
      RUNS,
    );
  });

  it("never fall, whatever a NAS sends", () => {
    const octets = fc.option(fc.integer({ min: 0, max: 2 ** 50 }), { nil: null });
    const instant = fc.integer({ min: BEGAN - 86_400_000, max: BEGAN + 86_400_000 });
    const anything = fc.record({
      up: octets,
      down: octets,
      seconds: fc.option(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { nil: null }),
      eventAt: instant,
      receivedAt: instant,
      stamped: fc.boolean(),
      gigawords: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 40 }), (reports) => {
        let before = unmarked(BEGAN);
        for (const next of reports) {
          const now = marked(before, next);
          expect(now.up).toBeGreaterThanOrEqual(before.up);
          expect(now.down).toBeGreaterThanOrEqual(before.down);
          expect(now.seconds).toBeGreaterThanOrEqual(before.seconds);
          expect(now.points.length).toBeLessThanOrEqual(KEPT);
          before = now;
        }
      }),
      RUNS,
    );
  });

  it("stay at 600 s and 95 MB when the interim of 300 s and 21 MB comes late", () => {
    expect(totals(marksAfter([report(600, 95_000_000), report(300, 21_000_000)]))).toEqual({
      up: 0,
      down: 95_000_000,
      seconds: 600,
    });
  });

  it("do not take two reports of the first seconds that overtook one another for a restart", () => {
    expect(totals(marksAfter([report(2, 2_000), report(1, 1_000)]))).toEqual({
      up: 0,
      down: 2_000,
      seconds: 2,
    });
  });

  it("keep 4.2 GB when the Stop carries no octets", () => {
    expect(marksAfter([report(600, 4.2 * GB), report(700, null)]).down).toBe(4.2 * GB);
  });

  it("go on past 2^32 when a NAS without Gigawords wraps", () => {
    const marks = marksAfter([
      report(600, 4_200_000_000, { gigawords: false }),
      report(900, 100_000_000, { gigawords: false }),
    ]);
    expect(marks.down).toBe(2 ** 32 + 100_000_000);
  });

  it("go on where a NAS says Gigawords only once its counters wrapped, or only at the end", () => {
    const narrow = (seconds: number, down: number) => report(seconds, down % 2 ** 32, { gigawords: false });
    const wrapped = [narrow(600, 4.2 * GB), narrow(900, 4.4 * GB)];
    expect(marksAfter([...wrapped, report(1_200, 4.5 * GB)]).down).toBe(4.5 * GB);
    const often = Array.from({ length: 4 * KEPT }, (_, index) => narrow(300 * (index + 1), index * 1.5 * GB));
    expect(marksAfter([...often, report(9_000, 4 * KEPT * 1.5 * GB)]).down).toBe(4 * KEPT * 1.5 * GB);
    expect(marksAfter([wrapped[0]!, report(1_200, 4.5 * GB), wrapped[1]!]).down).toBe(4.5 * GB);
    expect(marksAfter([...wrapped, report(1_200, 4.5 * GB), ...wrapped]).down).toBe(4.5 * GB);
  });

  it("count all of a smaller total as new when the NAS restarted its counters", () => {
    expect(marksAfter([report(600, 5 * GB), report(900, GB)]).down).toBe(6 * GB);
  });

  it("go on when the NAS restarts counters and session time, by its own clock", () => {
    const restarted = report(100, GB, { eventAt: BEGAN + 800_000 });
    const marks = marksAfter([report(600, 5 * GB), restarted]);
    expect(totals(marks)).toEqual({ up: 0, down: 6 * GB, seconds: 700 });
  });

  it("do not take a late report for a restart when the NAS has no clock", () => {
    const late = report(100, GB, { eventAt: BEGAN + 800_000, stamped: false });
    expect(marksAfter([report(600, 5 * GB), late]).down).toBe(5 * GB);
  });

  it("take no late report for a restart when the NAS's clock was set back since", () => {
    const start = report(0, 0);
    const late = report(300, GB, { receivedAt: BEGAN + 605_000 });
    const setBack = report(600, 5 * GB, { eventAt: BEGAN + 600_000 - 8 * HOUR_MS });
    expect(totals(marksAfter([setBack, late]))).toEqual({ up: 0, down: 5 * GB, seconds: 600 });
    expect(totals(marksAfter([start, setBack, late]))).toEqual({ up: 0, down: 5 * GB, seconds: 600 });
  });

  it("go on when the NAS restarts counters and session time, though its clock is four minutes behind", () => {
    const behind = (at: number) => BEGAN + (at - 240) * 1000;
    const restarted = report(60, GB, { eventAt: behind(370), receivedAt: BEGAN + 370_000 });
    const marks = marksAfter([report(300, 5 * GB, { eventAt: behind(300) }), restarted]);
    expect(totals(marks)).toEqual({ up: 0, down: 6 * GB, seconds: 360 });
  });

  it("go on, in time and past 2^32, where the Event-Timestamp of every report is 0", () => {
    const unset = { gigawords: false, stamped: false, saidAt: 0 };
    const marks = marksAfter([report(600, 4.2 * GB, unset), report(900, (4.5 * GB) % 2 ** 32, unset)]);
    expect(totals(marks)).toEqual({ up: 0, down: 4.5 * GB, seconds: 900 });
  });

  it("take no wrap for what fell when the NAS began its session time anew", () => {
    const narrow = { gigawords: false };
    const first = report(3_600, 3 * GB, narrow);
    const second = report(60, GB / 10, { ...narrow, eventAt: BEGAN + 3_700_000 });
    expect(totals(marksAfter([first, second]))).toEqual({ up: 0, down: 3.1 * GB, seconds: 3_660 });
    const third = report(30, GB / 20, { ...narrow, eventAt: BEGAN + 3_800_000 });
    expect(totals(marksAfter([first, second, third])).down).toBe(3.15 * GB);
    expect(totals(marksAfter([first, second, third, first, second])).down).toBe(3.15 * GB);
  });

  it("go on where the session time that began anew is already as long as before, or longer", () => {
    const narrow = { gigawords: false };
    const anew = (seconds: number) =>
      report(seconds, GB / 10, { ...narrow, eventAt: BEGAN + (400 + seconds) * 1000 });
    for (const seconds of [300, 350]) {
      const marks = marksAfter([report(300, 3 * GB, narrow), anew(seconds)]);
      expect(totals(marks)).toEqual({ up: 0, down: 3.1 * GB, seconds: 300 + seconds });
    }
  });

  it("go on within one second of the session, whose reports the NAS stamps with the next", () => {
    const first = report(3, GB, { eventAt: BEGAN + 3_000 });
    const second = report(3, 1.1 * GB, { eventAt: BEGAN + 4_000 });
    expect(totals(marksAfter([first, second]))).toEqual({ up: 0, down: 1.1 * GB, seconds: 3 });
  });

  it("equal the truth in order, though a NAS reports within seconds and stamps with the second that follows", () => {
    const step = fc.record({
      ms: fc.integer({ min: 1, max: 4_000 }),
      down: fc.integer({ min: 1, max: 2 ** 24 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 15 }), fc.boolean(), (steps, gigawords) => {
        let [ms, down] = [1_000, 0];
        const reports = steps.map((each) => {
          [ms, down] = [ms + each.ms, down + each.down];
          const eventAt = BEGAN + Math.ceil(ms / 1_000) * 1_000;
          return report(Math.round(ms / 1_000), down, { gigawords, eventAt, receivedAt: eventAt });
        });
        expect(totals(marksAfter(reports))).toEqual({ up: 0, down, seconds: Math.round(ms / 1_000) });
      }),
      RUNS,
    );
  });

  it("never exceed the truth when a NAS without Gigawords begins its session time anew, in order", () => {
    const step = fc.record({
      idle: fc.integer({ min: 3, max: 300 }),
      seconds: fc.integer({ min: 60, max: 900 }),
      down: fc.integer({ min: 0, max: 2 ** 15 - 1 }),
      isRestart: fc.nat({ max: 2 }).map((draw) => draw === 0),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 15 }), (steps) => {
        let [at, seconds, down] = [0, 0, 0];
        const truth = { down: 0, seconds: 0 };
        const reports = steps.map((each, index) => {
          // No two of its counters are alike, else one would seem to be sent again.
          const octets = each.down * 2 ** 16 + 2 ** index;
          if (each.isRestart) [at, seconds, down] = [at + each.idle, 0, 0];
          [at, seconds, down] = [at + each.seconds, seconds + each.seconds, down + octets];
          truth.down += octets;
          truth.seconds += each.seconds;
          return report(seconds, down % 2 ** 32, { gigawords: false, eventAt: BEGAN + at * 1000 });
        });
        const marks = marksAfter(reports);
        expect([marks.down <= truth.down, marks.seconds <= truth.seconds]).toEqual([true, true]);
      }),
      RUNS,
    );
  });

  it("take nothing for new when a NAS that sends Gigawords leaves them out", () => {
    const without = report(900, (5.1 * GB) % 2 ** 32, { gigawords: false });
    expect(marksAfter([report(600, 5 * GB), without]).down).toBe(5 * GB);
    expect(marksAfter([report(600, 5 * GB), without, report(1200, 5.2 * GB)]).down).toBe(5.2 * GB);
  });
});

describe("the totals of a session of which some reports say no session time", () => {
  /** Reports as they arrive: some without session time, which otherwise runs so far ahead of the session's own. */
  const arrivals = fc
    .tuple(
      fc.oneof(wideSession, narrowSession),
      fc.integer({ min: -5, max: 600 }),
      fc.double({ min: 0, max: 1 }),
    )
    .chain(([[steps, habit], ahead, share]) => {
      const { reports, truth } = played(steps, habit);
      const said = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
        minLength: steps.length,
        maxLength: steps.length,
      });
      return said.map((draws) => ({
        truth,
        habit,
        reports: reports.map((each, index): Report => {
          const seconds = draws[index]! < share ? null : Math.max(0, each.seconds! + ahead);
          return { ...each, seconds };
        }),
      }));
    });
  /** A NAS without a clock: its reports happened, as far as can be told, when they came. */
  const asTheyCame = (reports: readonly Report[]): Report[] => {
    let at = 0;
    return reports.map((each) => {
      at = Math.max(at + 1_000, each.eventAt);
      return each.stamped ? each : { ...each, eventAt: at };
    });
  };

  it("never exceed the truth, whatever is lost, late or repeated", () => {
    fc.assert(
      fc.property(
        arrivals.chain(({ truth, habit, reports }) =>
          fc.record({
            truth: fc.constant(truth),
            habit: fc.constant(habit),
            reports: fc.constant(reports),
            order: habit.gigawords
              ? fc.array(fc.nat({ max: reports.length - 1 }), { maxLength: 60 })
              : disorder(reports.length, KEPT - 2),
          }),
        ),
        ({ truth, reports, order }) => {
          const marks = marksAfter(asTheyCame(order.map((index) => reports[index] as Report)));
          expect(marks.up).toBeLessThanOrEqual(truth.up);
          expect(marks.down).toBeLessThanOrEqual(truth.down);
        },
      ),
      RUNS,
    );
  });

  it("are the truth when every report comes once, in order, and the NAS has a clock", () => {
    fc.assert(
      fc.property(arrivals, ({ truth, habit, reports }) => {
        fc.pre(habit.stamped && !habit.restarts);
        fc.pre(habit.gigawords || reports.every(({ seconds }) => seconds === null));
        const { up, down } = marksAfter(reports);
        expect({ up, down }).toEqual({ up: truth.up, down: truth.down });
      }),
      RUNS,
    );
  });

  it("are not doubled by a Stop that leaves it out, though the NAS counts from before the login", () => {
    const stop = report(700, 50, { seconds: null });
    expect(marksAfter([report(900, 45, { eventAt: BEGAN + 600_000 }), stop]).down).toBe(50);
  });

  it("are not doubled by a Stop that alone has it, a moment after an interim", () => {
    const interim = report(600, 45, { seconds: null });
    expect(marksAfter([interim, report(598, 50, { eventAt: BEGAN + 602_000 })]).down).toBe(50);
  });

  it("are not doubled by an old report that alone has it, though the NAS's clock is hours behind", () => {
    const behind = (at: number) => BEGAN + (at - 7 * 3_600) * 1000;
    const interim = report(900, 80, { seconds: null, eventAt: behind(900) });
    const late = report(600, 45, { eventAt: behind(600) });
    const marks = marksAfter([interim, late]);
    expect(marks.down).toBe(80);
    const stop = report(1200, 95, { eventAt: behind(1200) });
    expect(totals(marked(marks, stop))).toEqual({ up: 0, down: 95, seconds: 1200 });
  });

  it("are not doubled by an old report that alone has it, whose stamp was ahead when a later one came", () => {
    const ahead = report(600, 80, { seconds: null, saidAt: BEGAN + 840_000 });
    const late = report(598, 45, { eventAt: BEGAN + 838_000 });
    expect(marksAfter([ahead, late]).down).toBe(80);
  });

  it("do not rise by an old report whose stamp, a little ahead, was first taken for its arrival", () => {
    const stamped = (at: number, down: number) => report(at, down, { seconds: null });
    const reports = [stamped(600, 100), stamped(660, 200), stamped(840, 100), stamped(900, 250)];
    expect(marksAfter(reports).down).toBe(250);
  });

  it("do not rise by an old report that was stamped before the clock was set back", () => {
    const timeless = (at: number, down: number, aheadMs = 0) =>
      report(at, down, { seconds: null, eventAt: BEGAN + at * 1000 + aheadMs });
    const late = { ...timeless(900, 80), receivedAt: BEGAN + 1_210_000 };
    const setBack = timeless(1200, 95, -8 * HOUR_MS);
    expect(marksAfter([setBack, late]).down).toBe(95);
    expect(marksAfter([timeless(600, 45), setBack, late]).down).toBe(95);
  });

  it("go on past 2^32 of a NAS whose clock is hours behind", () => {
    const behind = (at: number, down: number) =>
      report(at, down % 2 ** 32, {
        seconds: null,
        gigawords: false,
        eventAt: BEGAN + at * 1000 - 7 * HOUR_MS,
      });
    expect(marksAfter([behind(600, 4.2 * GB), behind(900, 4.5 * GB)]).down).toBe(4.5 * GB);
  });

  it("do not rise by an old report of a NAS without a clock", () => {
    const timeless = (at: number, down: number) => report(at, down, { seconds: null, stamped: false });
    const reports = [timeless(600, 100), timeless(900, 200), timeless(9_000, 100), timeless(9_300, 250)];
    expect(marksAfter(reports).down).toBe(250);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Marks, type Report, unmarked } from "#access/quota/marks";
import { confirmed, timely, weighed } from "#access/quota/weighed";
import { BEGAN, disorder, played } from "./reports.ts";

const GBIT_OCTETS = 125_000_000;
const FASTEST = 2 * GBIT_OCTETS;
const TB = 1_000_000_000_000;
const MB = 1_000_000;

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

const marksAfter = (...reports: readonly Report[]): Marks =>
  reports.reduce((marks, next) => weighed(marks, next, FASTEST), unmarked(BEGAN));

describe("octets that no link could have carried", () => {
  it("are not counted, while the session's time goes on", () => {
    const marks = marksAfter(report(300, 20 * MB), report(600, TB));
    expect(marks).toMatchObject({ down: 20 * MB, seconds: 600 });
  });

  it("are forgotten when the next report goes on from before: it was a slip", () => {
    expect(marksAfter(report(300, 20 * MB), report(600, TB), report(900, 60 * MB))).toMatchObject({
      down: 60 * MB,
      withheldDown: 0,
      suspect: null,
    });
  });

  it("are forgotten as well when the slip comes twice: a repeat goes on from nothing", () => {
    const slip = report(600, TB);
    expect(marksAfter(report(300, 20 * MB), slip, slip, report(900, 60 * MB))).toMatchObject({
      down: 60 * MB,
      withheldDown: 0,
    });
  });

  it("are left out when the next reports go on from them: the NAS's counters jumped", () => {
    const jumped = marksAfter(
      report(300, 20 * MB),
      report(600, TB),
      report(900, TB + 5 * MB),
      report(1200, TB + 9 * MB),
    );
    expect(jumped).toMatchObject({ down: 29 * MB, withheldDown: TB - 20 * MB });
  });

  it("are not believed of a slip that comes again because the whole session is long enough for them", () => {
    const slip = report(7_200, 1.5 * TB);
    expect(marksAfter(report(6_900, 20 * MB), slip, slip)).toMatchObject({ down: 20 * MB });
  });

  it("are forgotten when a report goes on from before though they came twice, each another: those were slips", () => {
    const slips = [report(600, TB + 30 * MB), report(900, TB + 40 * MB)];
    expect(marksAfter(report(300, 20 * MB), ...slips, report(1200, 60 * MB))).toMatchObject({
      down: 60 * MB,
      withheldDown: 0,
      suspect: null,
    });
    expect(
      marksAfter(report(300, 20 * MB), ...slips, report(1200, 60 * MB), report(1500, 61 * MB)).down,
    ).toBe(61 * MB);
  });

  it("leave a NAS that jumped and then restarted its counters what it counts from there", () => {
    const jumped = [
      report(300, 20 * MB),
      report(600, TB, { up: MB }),
      report(900, TB + 5 * MB, { up: 2 * MB }),
    ];
    const restarted = report(1200, 3 * MB, { up: MB / 2 });
    expect(marksAfter(...jumped, restarted).down).toBe(28 * MB);
  });

  it("never come to more than the truth, however often a counter slips, by the same or not, or jumps", () => {
    const step = fc.record({
      seconds: fc.integer({ min: 1, max: 900 }),
      down: fc.integer({ min: 0, max: 100 * MB }),
      slip: fc.nat({ max: 3 }),
      isRepeated: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let [at, truth] = [0, 0];
        const reports = steps.flatMap(({ seconds, down, slip, isRepeated }) => {
          at += seconds;
          truth += down;
          const said = report(at, truth + slip * TB);
          return isRepeated ? [said, said] : [said];
        });
        expect(marksAfter(...reports).down).toBeLessThanOrEqual(truth);
      }),
      { numRuns: 5_000 },
    );
  });

  it("stay left out after a silence in which they might have passed", () => {
    expect(marksAfter(report(300, 20 * MB), report(600, TB), report(20_000, TB + 5 * MB)).down).toBe(25 * MB);
  });

  it("are all counted once they are confirmed, and what follows goes on from there", () => {
    const sure = confirmed(marksAfter(report(300, 20 * MB), report(600, TB)));
    expect(sure).toMatchObject({ down: TB, withheldDown: 0, suspect: null });
    expect(weighed(sure, report(900, TB + MB), FASTEST).down).toBe(TB + MB);
  });

  it("are believed at full speed over a long silence, and at a burst of a few seconds", () => {
    expect(marksAfter(report(3_600, 3_600 * FASTEST)).down).toBe(3_600 * FASTEST);
    expect(marksAfter(report(1, 5 * FASTEST)).down).toBe(5 * FASTEST);
  });

  it("are believed from a NAS that kept its reports and sends them all at once", () => {
    const kept = [1, 2, 3, 4].map((hour) => report(hour * 3_600, hour * 3_000 * GBIT_OCTETS));
    expect(marksAfter(...kept).down).toBe(12_000 * GBIT_OCTETS);
  });

  it("are told by the clock from a NAS that says no session time", () => {
    const timeless = (at: number, down: number) =>
      report(at, down, { seconds: null, eventAt: BEGAN + at * 1000 });
    expect(marksAfter(timeless(600, 50 * MB), timeless(1200, 90 * MB)).down).toBe(90 * MB);
    expect(marksAfter(timeless(600, 50 * MB), timeless(1200, TB)).down).toBe(50 * MB);
  });

  it("never hold back anything true of a NAS that is slower than the link, in whatever order it comes", () => {
    const step = fc.integer({ min: 1, max: 900 }).chain((seconds) =>
      fc.record({
        seconds: fc.constant(seconds),
        up: fc.integer({ min: 0, max: Math.floor((seconds * FASTEST) / 2) }),
        down: fc.integer({ min: 0, max: Math.floor((seconds * FASTEST) / 2) }),
        restart: fc.constant(false),
      }),
    );
    const habit = { gigawords: true, stamped: true, restarts: false };
    fc.assert(
      fc.property(
        fc
          .array(step, { minLength: 1, maxLength: 30 })
          .chain((steps) => fc.tuple(fc.constant(steps), disorder(steps.length, 4))),
        ([steps, order]) => {
          const { reports, truth } = played(steps, habit);
          const { up, down, seconds } = marksAfter(...order.map((index) => reports[index] as Report));
          expect({ up, down, seconds }).toEqual(truth);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("a session time longer than the session can be", () => {
  it("is taken as unknown", () => {
    expect(timely(report(2 ** 32 - 1, MB), BEGAN, BEGAN + 60_000).seconds).toBeNull();
  });

  it("is believed where the NAS counted from a little before the login", () => {
    expect(timely(report(400, MB), BEGAN, BEGAN + 60_000).seconds).toBe(400);
  });
});

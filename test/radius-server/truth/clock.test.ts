import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inOwnTime } from "#access/quota/clock";
import { marked } from "#access/quota/marked";
import { type Marks, unmarked } from "#access/quota/marks";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { STATUS_TYPE } from "#radius-server/protocol/values";
import { u32 } from "#radius-server/protocol/write";
import { reportIn } from "#radius-server/report";
import { BEGINNING } from "../../setup/stores.ts";
import { nasWith } from "../nas.ts";
import { attribute, datagram, packetIn } from "../protocol/datagrams.ts";

const RUNS = 3_000;

/** What truly happened between two reports of a session; a restart begins session time and counters anew. */
type Step = { readonly seconds: number; readonly octets: number; readonly isRestart: boolean };

/** A report as its NAS wrote it, by its clock. */
type Sent = { readonly packet: ReturnType<typeof packetIn>; readonly at: number };

const number = (name: keyof typeof ATTRIBUTE, value: number): Buffer =>
  attribute(ATTRIBUTE[name], u32(0, value).value);

/** How far a clock is ahead, ms, before and after it is set, and which report is the first of after. */
type Clock = { readonly before: number; readonly after: number; readonly setBy: number };

/** What a NAS is like; its clock says no instant before 1970. */
type Habit = { readonly saysTime: boolean; readonly saysGigawords: boolean; readonly clock: Clock };

const saidBy = ({ before, after, setBy }: Clock, report: number, at: number): number =>
  Math.max(0, Math.floor((at + (report < setBy ? before : after)) / 1000));

/** The reports of a NAS, and all that truly passed. */
const sentBy = (steps: readonly Step[], { saysTime, saysGigawords, clock }: Habit) => {
  let [at, seconds, octets] = [BEGINNING, 0, 0];
  const truth = { down: 0, seconds: 0 };
  const sent = steps.map((step, index): Sent => {
    if (step.isRestart && saysTime) [seconds, octets] = [0, 0];
    at += step.seconds * 1000;
    seconds += step.seconds;
    octets += step.octets;
    truth.seconds += step.seconds;
    truth.down += step.octets;
    const said = [
      number("Acct-Status-Type", STATUS_TYPE["Interim-Update"]),
      attribute(ATTRIBUTE["Acct-Session-Id"], "80000001"),
      number("Acct-Output-Octets", octets),
      ...(saysGigawords ? [number("Acct-Output-Gigawords", 0)] : []),
      number("Event-Timestamp", saidBy(clock, index, at)),
      ...(saysTime ? [number("Acct-Session-Time", seconds)] : []),
    ];
    return { packet: packetIn(datagram(4, said)), at };
  });
  return { sent, truth };
};

/** The marks after reports that came at instants. */
const marksOf = (came: readonly { readonly of: Sent; readonly at: number }[]): Marks =>
  came.reduce((marks, { of, at }) => {
    const report = reportIn(of.packet, nasWith({}), at);
    if (report.kind !== "interim") throw new Error(report.kind);
    return marked(marks, inOwnTime({ ...report, receivedAt: at }, marks));
  }, unmarked(BEGINNING));

const stepOf = (isRestart: fc.Arbitrary<boolean>): fc.Arbitrary<Step[]> => {
  const step = fc.record({
    seconds: fc.integer({ min: 5, max: 900 }),
    octets: fc.integer({ min: 0, max: 1_000_000 }),
    isRestart,
  });
  return fc.array(step, { minLength: 1, maxLength: 15 });
};
const hours = (from: number, to: number): fc.Arbitrary<number> =>
  fc.integer({ min: from * 3_600, max: to * 3_600 }).map((seconds) => seconds * 1000);
const MOST = 15;
/** How long after it was written each report comes, and comes again, seconds; never where that is empty. */
const delays = (least: number, most: number) =>
  fc.array(fc.array(fc.nat({ max: 14_400 }), { minLength: least, maxLength: most }), {
    minLength: MOST,
    maxLength: MOST,
  });

/** Reports as they come: each at once where that is said, and at its delays. */
const comeOf = (sent: readonly Sent[], late: readonly (readonly number[])[], atOnce: boolean) =>
  sent
    .flatMap((of, index) =>
      [...(atOnce ? [0] : []), ...late[index]!].map((delay) => ({ of, at: of.at + delay * 1000 })),
    )
    .sort((a, b) => a.at - b.at);

const never = fc.constant(false);

describe("the octets of a NAS whose clock is wrong", () => {
  const habit = fc.record({
    saysTime: fc.boolean(),
    saysGigawords: fc.constant(true),
    clock: hours(-2, 2).map((ahead) => ({ before: ahead, after: ahead, setBy: 0 })),
  });

  it("never exceed the truth, whatever comes again when its stamp can be believed, and what began anew", () => {
    const isRestart = fc.nat({ max: 4 }).map((draw) => draw === 0);
    fc.assert(
      fc.property(stepOf(isRestart), habit, delays(2, 2), (steps, of, late) => {
        const { sent, truth } = sentBy(steps, of);
        expect(marksOf(comeOf(sent, late, true)).down).toBeLessThanOrEqual(truth.down);
      }),
      { numRuns: RUNS },
    );
  });

  it("never exceed the truth, however late its reports come", () => {
    fc.assert(
      fc.property(stepOf(never), habit, delays(2, 2), (steps, of, late) => {
        const { sent, truth } = sentBy(steps, of);
        expect(marksOf(comeOf(sent, late, false)).down).toBeLessThanOrEqual(truth.down);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("what a NAS counts whose clock is set while a session runs", () => {
  const SET_RUNS = { numRuns: 10_000 };
  /** A clock that counts from 1970 as the NAS started, and one that stands there. */
  const unset = fc.constantFrom(-BEGINNING, -2 * BEGINNING);
  const setAs = (way: fc.Arbitrary<Pick<Clock, "before" | "after">>): fc.Arbitrary<Habit> =>
    fc.record({
      saysTime: fc.boolean(),
      saysGigawords: fc.boolean(),
      clock: fc.tuple(way, fc.nat({ max: MOST })).map(([ahead, setBy]) => ({ ...ahead, setBy })),
    });
  const anyhow = fc.oneof(unset, hours(-40, 40), hours(-1, 1));
  const forwards = fc.record({ before: fc.oneof(unset, hours(-40, 0)), after: hours(0, 2) });
  /** By more than all the reports of a session take to come: a shorter way back is a restart, by all that is said. */
  const back = fc
    .tuple(hours(-2, 0), fc.oneof(unset, hours(-30, -12)))
    .map(([before, by]) => ({ before, after: before + by }));

  const expectNoMore = (steps: readonly Step[], of: Habit, late: readonly (readonly number[])[]): void => {
    const { sent, truth } = sentBy(steps, of);
    const { down, seconds } = marksOf(comeOf(sent, late, false));
    expect([down <= truth.down, seconds <= truth.seconds]).toEqual([true, true]);
  };

  it("is the truth when every report comes at once, whichever way it is set", () => {
    const clock = fc.record({ before: anyhow, after: anyhow });
    fc.assert(
      fc.property(stepOf(never), setAs(clock), (steps, of) => {
        const { sent, truth } = sentBy(steps, of);
        const { down, seconds } = marksOf(sent.map((report) => ({ of: report, at: report.at })));
        expect({ down, seconds }).toEqual({ ...truth, seconds: of.saysTime ? truth.seconds : 0 });
      }),
      SET_RUNS,
    );
  });

  it("never exceeds the truth where it is set forwards, whatever is lost, late or repeated", () => {
    fc.assert(fc.property(stepOf(never), setAs(forwards), delays(0, 3), expectNoMore), SET_RUNS);
  });

  it("never exceeds the truth either where it is set far back", () => {
    fc.assert(fc.property(stepOf(never), setAs(back), delays(0, 3), expectNoMore), SET_RUNS);
  });
});

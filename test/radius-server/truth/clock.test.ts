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

/** The reports of a NAS whose clock runs so far ahead, ms, and all that truly passed. */
const sentBy = (steps: readonly Step[], aheadMs: number, saysTime: boolean) => {
  let [at, seconds, octets, truth] = [BEGINNING, 0, 0, 0];
  const sent = steps.map((step): Sent => {
    if (step.isRestart && saysTime) [seconds, octets] = [0, 0];
    at += step.seconds * 1000;
    seconds += step.seconds;
    octets += step.octets;
    truth += step.octets;
    const said = [
      number("Acct-Status-Type", STATUS_TYPE["Interim-Update"]),
      attribute(ATTRIBUTE["Acct-Session-Id"], "80000001"),
      number("Acct-Output-Octets", octets),
      number("Acct-Output-Gigawords", 0),
      number("Event-Timestamp", Math.floor((at + aheadMs) / 1000)),
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
    return marked(marks, inOwnTime(report, marks));
  }, unmarked(BEGINNING));

const stepOf = (isRestart: fc.Arbitrary<boolean>): fc.Arbitrary<Step[]> => {
  const step = fc.record({
    seconds: fc.integer({ min: 5, max: 900 }),
    octets: fc.integer({ min: 0, max: 1_000_000 }),
    isRestart,
  });
  return fc.array(step, { minLength: 1, maxLength: 15 });
};
const aheadMs = fc.integer({ min: -7_200, max: 7_200 }).map((seconds) => seconds * 1000);
/** How long after it was written each report comes, and comes again, seconds. */
const delays = fc.array(fc.tuple(fc.nat({ max: 14_400 }), fc.nat({ max: 14_400 })), {
  minLength: 15,
  maxLength: 15,
});

/** Reports as they come: each at once where that is said, and at two delays. */
const comeOf = (sent: readonly Sent[], late: readonly (readonly [number, number])[], atOnce: boolean) =>
  sent
    .flatMap((of, index) =>
      [...(atOnce ? [0] : []), ...late[index]!].map((delay) => ({ of, at: of.at + delay * 1000 })),
    )
    .sort((a, b) => a.at - b.at);

describe("the octets of a NAS whose clock is wrong", () => {
  it("never exceed the truth, whatever comes again when its stamp can be believed, and what began anew", () => {
    const isRestart = fc.nat({ max: 4 }).map((draw) => draw === 0);
    fc.assert(
      fc.property(stepOf(isRestart), aheadMs, fc.boolean(), delays, (steps, ahead, saysTime, late) => {
        const { sent, truth } = sentBy(steps, ahead, saysTime);
        expect(marksOf(comeOf(sent, late, true)).down).toBeLessThanOrEqual(truth);
      }),
      { numRuns: RUNS },
    );
  });

  it("never exceed the truth, however late its reports come", () => {
    fc.assert(
      fc.property(
        stepOf(fc.constant(false)),
        aheadMs,
        fc.boolean(),
        delays,
        (steps, ahead, saysTime, late) => {
          const { sent, truth } = sentBy(steps, ahead, saysTime);
          expect(marksOf(comeOf(sent, late, false)).down).toBeLessThanOrEqual(truth);
        },
      ),
      { numRuns: RUNS },
    );
  });
});

import { describe, expect, it } from "vitest";
import { ignoresSlow, type Pace, pacedBy, type Reading, toldAt } from "#access/session/pace";

/** 800 kbit/s are 100,000 octets a second: 6 MB a minute. */
const KBPS = 800;
const MB = 1_000_000;
const MINUTE_MS = 60_000;

/** Reports a minute after another, of what was moved since the one before, MB. */
const readings = (...moved: readonly number[]): Reading[] => {
  let octets = 0;
  return moved.map((more, minute) => {
    octets += more * MB;
    return { octets, at: minute * MINUTE_MS };
  });
};

const paced = (reported: readonly Reading[]): Pace =>
  reported.reduce<Pace | undefined>((before, reading) => pacedBy(before, reading, KBPS), undefined)!;

describe("a slowed session", () => {
  it.each<[string, boolean, readonly number[]]>([
    ["twice in a row", true, [0, 20, 20]],
    ["once", false, [0, 20]],
    ["before the first report alone", false, [500, 20]],
    ["now and then", false, [0, 20, 6, 20, 6, 20]],
    ["not more than twice too fast", false, [0, 12, 12, 12]],
  ])("that is clearly too fast %s ignores it: %s", (_, ignores, moved) => {
    expect(ignoresSlow(paced(readings(...moved)))).toBe(ignores);
  });

  it("is not judged by what passed before its NAS was told", () => {
    const fast = paced(readings(0, 20, 20));
    expect(ignoresSlow(toldAt(fast, 0))).toBe(true);
    expect(ignoresSlow(toldAt(fast, 1))).toBe(false);
    const { octets, at } = fast.latest;
    const later = { octets: octets + 20 * MB, at: at + MINUTE_MS };
    expect(ignoresSlow(pacedBy(toldAt(fast, 1), later, KBPS))).toBe(true);
    expect(ignoresSlow(pacedBy(toldAt(fast, at), later, KBPS))).toBe(false);
  });

  it("is not judged by reports that are repeated, late, or near to one another", () => {
    const [first, second] = readings(0, 20) as [Reading, Reading];
    const fast = paced([first, second]);
    for (const at of [second.at, first.at, second.at + MINUTE_MS - 1])
      expect(pacedBy(fast, { octets: second.octets + 50 * MB, at }, KBPS)).toBe(fast);
  });

  it("begins anew after hours without a report", () => {
    const fast = paced(readings(0, 20));
    const at = fast.latest.at + 7_200_001;
    expect(pacedBy(fast, { octets: 1e12, at }, KBPS).tooFast).toEqual([]);
  });
});

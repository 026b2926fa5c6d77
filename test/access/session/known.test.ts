import { describe, expect, it } from "vitest";
import type { RedisClient } from "#access/redis/open";
import { knownOf } from "#access/session/known";
import type { Pair } from "#access/session/layout";
import { begun } from "#access/session/packed";
import { NOBODY } from "#access/subscriber/live";
import { BEGINNING } from "../../setup/stores.ts";
import { opening, SUBSCRIBER, sessionId } from "./live.ts";

const point = (place: number) => ({ place, up: place * 2 ** 40, down: -1 });

const pair = (version: number): Pair => {
  const session = begun(version, opening(), BEGINNING, BEGINNING + 90_000);
  return {
    person: {
      ...NOBODY,
      version,
      planId: 3,
      planSince: BEGINNING - 1,
      status: "blocked",
      topUps: [{ of: "octets", per: "day", periodStartsAt: BEGINNING, amount: 5 }],
      anchorDay: 31,
      usage: [
        ["d", 1, 2, 3, 4],
        ["o", 5, 2 ** 50, 7, 8],
      ],
      live: [{ sessionId: sessionId(1), mac: "aa:bb:cc:dd:ee:01" }],
    },
    session: {
      ...session,
      wish: "slow",
      wishCause: "quota",
      wishNumber: 2,
      day: 9,
      week: 10,
      month: 11,
      marks: {
        ...session.marks,
        up: 12,
        down: 13,
        seconds: 14,
        upBase: 15,
        downBase: 16,
        points: [point(1), point(2)],
        gigawords: true,
        secondsBase: 17,
        restartedAt: 18,
        withheldUp: 19,
        withheldDown: 20,
        suspect: point(3),
      },
    },
  };
};

const nothingKnown = () => knownOf({} as RedisClient);

describe("what is known of sessions", () => {
  it("is what was last said of each, whole", () => {
    const known = nothingKnown();
    known.set(sessionId(1), pair(11));
    expect(known.get(sessionId(1))).toEqual(pair(11));
    const later = { ...pair(22), session: begun(22, opening(), BEGINNING, 0) };
    known.set(sessionId(1), later);
    expect(known.get(sessionId(1))).toEqual(later);
    expect(known.get(sessionId(2))).toBeUndefined();
  });

  it("is nothing once it was forgotten, or where there is more than room for", () => {
    const known = nothingKnown();
    known.set(sessionId(1), pair(11));
    known.forget(sessionId(1));
    expect(known.get(sessionId(1))).toBeUndefined();
    known.set(sessionId(1), pair(11));
    const { person, session } = pair(22);
    const usage = Array.from({ length: 17 }, () => ["d", 1, 1, 1, 1] as const);
    known.set(sessionId(1), { person: { ...person, usage }, session });
    expect(known.get(sessionId(1))).toBeUndefined();
  });

  it("is of the latest 16,384, however many come", () => {
    const known = nothingKnown();
    for (let number = 0; number < 40_000; number += 1) known.set(sessionId(number), pair(number));
    const kept = Array.from({ length: 40_000 }, (_, number) => known.get(sessionId(number)));
    expect(kept.filter((each) => each !== undefined)).toHaveLength(16_384);
    expect(kept[39_999]).toEqual(pair(39_999));
    expect(kept[39_999 - 16_384]).toBeUndefined();
  });

  it("stays with who is heard again and forgotten in between", () => {
    const known = nothingKnown();
    known.set(sessionId(1), pair(11));
    known.forget(sessionId(1));
    known.set(sessionId(1), pair(22));
    for (let number = 2; number < 16_000; number += 1) known.set(sessionId(number), pair(number));
    expect(known.get(sessionId(1))?.person.version).toBe(22);
    expect(known.get(sessionId(1))?.session.subscriberId).toBe(SUBSCRIBER);
  });
});

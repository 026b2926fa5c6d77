import { describe, expect, it } from "vitest";
import { perTurn } from "#access/redis/turn";

const doubling = (most: number) => {
  const calls: (readonly number[])[] = [];
  const ask = perTurn<number, number>(most, async (items) => {
    calls.push(items);
    return items.map((item) => 2 * item);
  });
  return { ask, calls };
};

describe("what is asked within one turn", () => {
  it("is asked at once, and each gets its own answer", async () => {
    const { ask, calls } = doubling(64);
    expect(await Promise.all([1, 2, 3].map(ask))).toEqual([2, 4, 6]);
    expect(calls).toEqual([[1, 2, 3]]);
  });

  it("is split where it is more than one call may hold", async () => {
    const { ask, calls } = doubling(2);
    expect(await Promise.all([1, 2, 3, 4, 5].map(ask))).toEqual([2, 4, 6, 8, 10]);
    expect(calls).toEqual([[1, 2], [3, 4], [5]]);
  });

  it("is not asked together with what comes later", async () => {
    const { ask, calls } = doubling(64);
    await ask(1);
    await ask(2);
    expect(calls).toEqual([[1], [2]]);
  });

  it("fails each where the call fails, and the next turn is asked afresh", async () => {
    let broken = true;
    const ask = perTurn<number, number>(64, async (items) => {
      if (broken) throw new Error("away");
      return items;
    });
    const outcomes = await Promise.allSettled([ask(1), ask(2)]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    broken = false;
    expect(await ask(3)).toBe(3);
  });
});

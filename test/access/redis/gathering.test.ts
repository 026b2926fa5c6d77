import { describe, expect, it } from "vitest";
import { gathering } from "#access/redis/gathering";

const doubling = (most: number) => {
  const calls: (readonly number[])[] = [];
  const ask = gathering<number, number>(most, async (items) => {
    calls.push(items);
    return items.map((item) => 2 * item);
  });
  return { ask, calls };
};

describe("what is gathered", () => {
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

  it("waits for the call that is under way, and then goes with all that came meanwhile", async () => {
    const calls: (readonly number[])[] = [];
    const answers: (() => void)[] = [];
    const ask = gathering<number, number>(64, (items) => {
      calls.push(items);
      return new Promise((resolve) => answers.push(() => resolve(items)));
    });
    const first = ask(1);
    await new Promise(setImmediate);
    const later = [ask(2), ask(3)];
    await new Promise(setImmediate);
    expect(calls).toEqual([[1]]);
    answers[0]?.();
    await first;
    await new Promise(setImmediate);
    expect(calls).toEqual([[1], [2, 3]]);
    answers[1]?.();
    expect(await Promise.all(later)).toEqual([2, 3]);
  });

  it("does not wait when there is enough for a call of its own", async () => {
    const calls: (readonly number[])[] = [];
    const ask = gathering<number, number>(2, (items) => {
      calls.push(items);
      return new Promise(() => {});
    });
    for (const item of [1, 2, 3, 4, 5]) void ask(item);
    await new Promise(setImmediate);
    expect(calls).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it("does not wait either when many wait already, though a call could hold more", async () => {
    const calls: (readonly number[])[] = [];
    const ask = gathering<number, number>(64, (items) => {
      calls.push(items);
      return new Promise(() => {});
    });
    void ask(0);
    await new Promise(setImmediate);
    for (let item = 1; item <= 24; item += 1) void ask(item);
    await new Promise(setImmediate);
    void ask(25);
    await new Promise(setImmediate);
    expect(calls.map((items) => items.length)).toEqual([1, 24]);
  });

  it("fails each where the call fails, and the next turn is asked afresh", async () => {
    let broken = true;
    const ask = gathering<number, number>(64, async (items) => {
      if (broken) throw new Error("away");
      return items;
    });
    const outcomes = await Promise.allSettled([ask(1), ask(2)]);
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    broken = false;
    expect(await ask(3)).toBe(3);
  });
});

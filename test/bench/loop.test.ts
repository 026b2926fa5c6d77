import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Run, startLoop } from "../../bench/generator/loop.ts";
import type { Session } from "../../bench/generator/session.ts";
import { tallyOf } from "../../bench/generator/tally.ts";
import { sessionsOf } from "../../bench/generator/templates.ts";

const aim = { authPort: 1812, acctPort: 1813, by: "account", subscribers: 100 } as const;
const SECOND = 1_000;

/** A run whose requests go nowhere; what was sent, and when it was due. */
const runOf = (people: number, isRoom: () => boolean = () => true) => {
  const waiting = sessionsOf(aim, 1, people);
  const sent: { session: Session; dueAt: number }[] = [];
  const run: Run = {
    source: { most: people, take: () => waiting.shift(), landed: () => {} },
    tally: tallyOf(people),
    send: (session, dueAt) => {
      if (isRoom()) sent.push({ session, dueAt });
      return isRoom();
    },
    begunAt: performance.now(),
    endsAt: performance.now() + SECOND,
  };
  return { run, sent };
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a closed loop", () => {
  it("keeps as many requests under way as it was told, and ends with the last answer", async () => {
    const { run, sent } = runOf(5);
    const loop = startLoop({ kind: "closed", inFlight: 3 }, run);
    expect(sent).toHaveLength(3);
    loop.landed(1);
    expect(sent).toHaveLength(4);
    for (let answer = 2; answer <= 5; answer += 1) loop.landed(answer);
    expect(sent).toHaveLength(5);
    await expect(loop.over).resolves.toBeUndefined();
  });

  it("sends nothing more once its time is over", async () => {
    const { run, sent } = runOf(5);
    const loop = startLoop({ kind: "closed", inFlight: 1 }, run);
    loop.landed(run.endsAt);
    expect(sent).toHaveLength(1);
    await expect(loop.over).resolves.toBeUndefined();
  });
});

describe("an open loop", () => {
  it("sends so many a second though nothing is answered", () => {
    const { run, sent } = runOf(500);
    startLoop({ kind: "open", perSecond: 100 }, run);
    vi.advanceTimersByTime(SECOND + 10);
    expect(sent).toHaveLength(100);
  });

  it("counts what leaves late from when it was due, but for a tick of its own clock", () => {
    const { run, sent } = runOf(500);
    startLoop({ kind: "open", perSecond: 100 }, run);
    vi.spyOn(performance, "now").mockReturnValue(run.begunAt + 500); // it was kept from the processor
    vi.advanceTimersToNextTimer();
    expect(sent).toHaveLength(50);
    expect(sent[0]?.dueAt).toBe(run.begunAt + 11);
    expect(sent[49]?.dueAt).toBe(run.begunAt + 500);
    vi.restoreAllMocks();
  });

  it("counts as lost what finds no room, and what is due while everybody waits", () => {
    const full = runOf(500, () => false);
    startLoop({ kind: "open", perSecond: 100 }, full.run);
    const few = runOf(30);
    startLoop({ kind: "open", perSecond: 100 }, few.run);
    vi.advanceTimersByTime(SECOND + 10);
    expect(full.run.tally.lost()).toBe(100);
    expect(few.run.tally.lost()).toBe(70);
  });
});

import type { Lines } from "./lines.ts";
import type { Pace } from "./order.ts";
import type { Session } from "./session.ts";
import type { Source } from "./sources.ts";
import type { Tally } from "./tally.ts";

/** What a loop sends from, where to, and for how long; ms of one clock. */
export type Run = {
  readonly source: Source;
  readonly tally: Tally;
  readonly send: Lines["send"];
  readonly begunAt: number;
  readonly endsAt: number;
};

/** Requests going out; it is told of each that is over, and says when the last one is. */
export type Loop = { readonly landed: (now: number) => void; readonly over: Promise<void> };

const ending = (): { readonly end: () => void; readonly over: Promise<void> } => {
  let end = (): void => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { end: () => end(), over };
};

/** A request for which no identifier is free is lost. @returns whether it is under way */
const isSent = ({ send, tally }: Run, session: Session, dueAt: number, now: number): boolean => {
  const sent = send(session, dueAt, now);
  if (!sent) tally.count(0, "lost");
  return sent;
};

/** Each answer is followed at once by the next request, so that as many are under way all the time. */
const closed = (run: Run, inFlight: number): Loop => {
  const { end, over } = ending();
  let underWay = 0;
  const fill = (now: number): void => {
    while (underWay < inFlight && now < run.endsAt) {
      const session = run.source.take();
      if (!session) break;
      if (isSent(run, session, now, now)) underWay += 1;
    }
    if (underWay === 0) end();
  };
  fill(run.begunAt);
  return {
    landed: (now) => {
      underWay -= 1;
      fill(now);
    },
    over,
  };
};

const TICK_MS = 1;

/**
 * So many requests a second whatever comes back. What is due within a tick leaves together; when a tick comes late
 * itself, what it owes counts from when it was due.
 */
const open = (run: Run, perSecond: number): Loop => {
  const { end, over } = ending();
  let begun = 0;
  let underWay = 0;
  let isOver = false;
  const begin = (session: Session): void => {
    begun += 1;
    const now = performance.now();
    const latest = run.begunAt + (begun * 1000) / perSecond + TICK_MS;
    if (isSent(run, session, Math.min(now, latest), now)) underWay += 1;
  };
  const tick = (): void => {
    const now = performance.now();
    const due = Math.floor(((Math.min(now, run.endsAt) - run.begunAt) * perSecond) / 1000);
    while (begun < due) {
      const session = run.source.take();
      if (!session) break;
      begin(session);
    }
    isOver = now >= run.endsAt;
    if (!isOver) {
      setTimeout(tick, TICK_MS);
      return;
    }
    for (; begun < due; begun += 1) run.tally.count(0, "lost"); // everybody still waited for an answer
    if (underWay === 0) end();
  };
  tick();
  return {
    landed: () => {
      underWay -= 1;
      if (isOver && underWay === 0) end();
    },
    over,
  };
};

/** Starts sending, as fast as the answers come or so many a second. */
export const startLoop = (pace: Pace, run: Run): Loop =>
  pace.kind === "closed" ? closed(run, pace.inFlight) : open(run, pace.perSecond);

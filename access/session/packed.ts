import { unpackValues } from "../redis/pack.ts";
import { readAddresses } from "./addresses.ts";
import type { SessionRef } from "./ticket.ts";

/** What is wished of a running session. */
export type Wish = "full" | "slow" | "government-only" | "end";

/** A live session as Redis has it. */
export type LiveSession = SessionRef & {
  readonly nasId: number;
  readonly siteId: number;
  readonly planId: number;
  readonly mac: string;
  readonly loginId: string;
  readonly nasSessionId: string;
  readonly address: string;
  readonly startedAt: number;
  readonly heardAt: number;
  readonly up: number;
  readonly down: number;
  readonly seconds: number;
  readonly profile: string;
  readonly wish: Wish | null;
  readonly wishCause: string;
  /** how many wishes there were, the one that stands included */
  readonly wishNumber: number;
  /** epoch ms; `null` while open */
  readonly endedAt: number | null;
  /** epoch ms until which it counts as live without another report */
  readonly liveUntil: number;
};

/**
 * What Redis keeps of a session, as `packValues` packs it. Without names: scripts read and write thousands a second.
 *
 * Empty text and 0 stand for what is not known or does not apply; instants are epoch ms, starts of periods epoch s.
 */
export type PackedSession = readonly [
  subscriberId: number,
  nasId: number,
  siteId: number,
  planId: number,
  mac: string,
  loginId: string,
  nasSessionId: string,
  address: string,
  startedAt: number,
  eventAt: number,
  heardAt: number,
  up: number,
  down: number,
  seconds: number,
  profile: string,
  endedAt: number,
  cause: string,
  /** 1 once the NAS reported it */
  reported: number,
  wish: string,
  wishCause: string,
  wishNumber: number,
  day: number,
  week: number,
  month: number,
  liveUntil: number,
  /** tells a repeat of the Access-Request that opened it from another; empty after its first report */
  requestKey: string,
  ...marks: readonly unknown[],
];

/** Where in a session's marks what stands: a suspect's place is -1 where there is none; three values a point. */
export const MARK = {
  upBase: 0,
  downBase: 1,
  gigawords: 2,
  secondsBase: 3,
  restartedAt: 4,
  withheldUp: 5,
  withheldDown: 6,
  suspect: 7,
  points: 10,
} as const;

/** The marks of a session about which nothing was reported yet, as `account.lua` keeps them. */
export const UNMARKED: readonly unknown[] = [0, 0, false, 0, 0, 0, 0, -1, 0, 0];

/** Where the marks begin. */
const MARKS = 26;

/** The marks among what Redis keeps of a session. */
export const marksIn = (session: readonly unknown[]): readonly unknown[] => session.slice(MARKS);

/** Reads what Redis keeps of a session. */
export const sessionIn = (packed: Uint8Array, sessionId: string): LiveSession => {
  const list = unpackValues(packed) as PackedSession;
  return {
    subscriberId: list[0],
    sessionId,
    nasId: list[1],
    siteId: list[2],
    planId: list[3],
    mac: list[4],
    loginId: list[5],
    nasSessionId: list[6],
    address: readAddresses(list[7]).v4,
    startedAt: list[8],
    heardAt: list[10],
    up: list[11],
    down: list[12],
    seconds: list[13],
    profile: list[14],
    endedAt: list[15] || null,
    wish: (list[18] || null) as Wish | null,
    wishCause: list[19],
    wishNumber: list[20],
    liveUntil: list[24],
  };
};

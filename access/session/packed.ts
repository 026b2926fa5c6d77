import { type Marks, unmarked } from "../quota/marks.ts";
import { readMarks, writeMarks } from "../quota/packed-marks.ts";
import { packing, type Writer } from "../redis/pack.ts";
import { type Reader, unpacking } from "../redis/unpack.ts";
import { isVersion } from "../redis/version.ts";
import { Failure } from "../runtime/failure.ts";
import { readAddresses } from "./addresses.ts";
import type { SessionRef } from "./ticket.ts";

/** An ended session is remembered for a day, seconds: a report of it may come late. */
export const RETAINED = 86_400;

/** What is wished of a running session. */
export type Wish = "full" | "slow" | "government-only" | "end";

/**
 * A session as Redis keeps it. Empty text and 0 stand for what is not known or does not apply; instants are epoch ms,
 * starts of periods epoch s.
 */
export type SessionState = {
  /** of what was read (`access/redis/version.ts`) */
  readonly version: number;
  readonly subscriberId: number;
  readonly nasId: number;
  readonly siteId: number;
  readonly planId: number;
  readonly mac: string;
  readonly loginId: string;
  readonly nasSessionId: string;
  /** `addressesText` */
  readonly address: string;
  readonly heardAt: number;
  readonly profile: string;
  readonly endedAt: number;
  readonly cause: string;
  /** whether the NAS reported it */
  readonly isReported: boolean;
  readonly wish: Wish | "";
  readonly wishCause: string;
  /** how many wishes there were, the one that stands included */
  readonly wishNumber: number;
  /** starts of the periods of its latest report */
  readonly day: number;
  readonly week: number;
  readonly month: number;
  /** until when it counts as live without another report */
  readonly liveUntil: number;
  /** tells a repeat of the Access-Request that opened it from another; empty after its first report */
  readonly requestKey: string;
  /** when it began, its totals and latest event, and what they were counted from */
  readonly marks: Marks;
};

/** What a session is opened by. */
export type Beginning = Pick<
  SessionState,
  | "subscriberId"
  | "nasId"
  | "siteId"
  | "planId"
  | "mac"
  | "loginId"
  | "nasSessionId"
  | "address"
  | "profile"
  | "requestKey"
>;

/** A session of which nothing was reported yet. @param liveUntil  when it is to be looked at for its silence, epoch ms */
export const begun = (
  version: number,
  of: Beginning,
  startedAt: number,
  liveUntil: number,
): SessionState => ({
  version,
  subscriberId: of.subscriberId,
  nasId: of.nasId,
  siteId: of.siteId,
  planId: of.planId,
  mac: of.mac,
  loginId: of.loginId,
  nasSessionId: of.nasSessionId,
  address: of.address,
  heardAt: startedAt,
  profile: of.profile,
  endedAt: 0,
  cause: "",
  isReported: false,
  wish: "",
  wishCause: "",
  wishNumber: 0,
  day: 0,
  week: 0,
  month: 0,
  liveUntil,
  requestKey: of.requestKey,
  marks: unmarked(startedAt),
});

/** Writes where a session is and who is meant, 7 values, as sessions and ledger records have them. */
export const writePlace = (to: Writer, state: SessionState): void => {
  to.number(state.nasId);
  to.number(state.siteId);
  to.number(state.planId);
  to.text(state.mac);
  to.text(state.loginId);
  to.text(state.nasSessionId);
  to.text(state.address);
};

/** Writes a session, value behind value. Without names: thousands are written a second. */
export const writeSession = (to: Writer, state: SessionState): void => {
  const { marks } = state;
  to.number(state.version);
  to.number(state.subscriberId);
  writePlace(to, state);
  to.number(marks.startedAt);
  to.number(marks.eventAt);
  to.number(state.heardAt);
  to.number(marks.up);
  to.number(marks.down);
  to.number(marks.seconds);
  to.text(state.profile);
  to.number(state.endedAt);
  to.text(state.cause);
  to.value(state.isReported);
  to.text(state.wish);
  to.text(state.wishCause);
  to.number(state.wishNumber);
  to.number(state.day);
  to.number(state.week);
  to.number(state.month);
  to.number(state.liveUntil);
  to.text(state.requestKey);
  writeMarks(to, marks);
};

/** A session as Redis keeps it. */
export const packedSession = (state: SessionState): Buffer => packing((to) => writeSession(to, state));

const readState = (from: Reader): SessionState => {
  const version = from.number();
  if (!isVersion(version)) throw new RangeError("no version");
  const subscriberId = from.number();
  const nasId = from.number();
  const siteId = from.number();
  const planId = from.number();
  const mac = from.text();
  const loginId = from.text();
  const nasSessionId = from.text();
  const address = from.text();
  const startedAt = from.number();
  const eventAt = from.number();
  const heardAt = from.number();
  const up = from.number();
  const down = from.number();
  const seconds = from.number();
  const profile = from.text();
  const endedAt = from.number();
  const cause = from.text();
  const isReported = from.value() as boolean;
  const wish = from.text() as Wish | "";
  const wishCause = from.text();
  const wishNumber = from.number();
  const day = from.number();
  const week = from.number();
  const month = from.number();
  const liveUntil = from.number();
  const requestKey = from.text();
  return {
    version,
    subscriberId,
    nasId,
    siteId,
    planId,
    mac,
    loginId,
    nasSessionId,
    address,
    heardAt,
    profile,
    endedAt,
    cause,
    isReported,
    wish,
    wishCause,
    wishNumber,
    day,
    week,
    month,
    liveUntil,
    requestKey,
    marks: readMarks(from, { startedAt, eventAt, up, down, seconds }),
  };
};

/** Reads what `packedSession` wrote. @throws Failure `session_unreadable` for anything else */
export const stateIn = (packed: Buffer): SessionState => {
  try {
    return unpacking(packed, readState);
  } catch (cause) {
    throw new Failure("session_unreadable", {}, { cause });
  }
};

/** A live session as those see it who do not count. */
export type LiveSession = SessionRef &
  Pick<
    SessionState,
    | "nasId"
    | "siteId"
    | "planId"
    | "mac"
    | "loginId"
    | "nasSessionId"
    | "heardAt"
    | "profile"
    | "wishCause"
    | "wishNumber"
    | "liveUntil"
  > &
  Pick<Marks, "startedAt" | "up" | "down" | "seconds"> & {
    /** IPv4 */
    readonly address: string;
    readonly wish: Wish | null;
    /** epoch ms; `null` while open */
    readonly endedAt: number | null;
  };

/** Reads what Redis keeps of a session. */
export const sessionIn = (packed: Buffer, sessionId: string): LiveSession => {
  const { marks, ...state } = stateIn(packed);
  return {
    subscriberId: state.subscriberId,
    sessionId,
    nasId: state.nasId,
    siteId: state.siteId,
    planId: state.planId,
    mac: state.mac,
    loginId: state.loginId,
    nasSessionId: state.nasSessionId,
    address: readAddresses(state.address).v4,
    startedAt: marks.startedAt,
    heardAt: state.heardAt,
    up: marks.up,
    down: marks.down,
    seconds: marks.seconds,
    profile: state.profile,
    wish: state.wish || null,
    wishCause: state.wishCause,
    wishNumber: state.wishNumber,
    endedAt: state.endedAt || null,
    liveUntil: state.liveUntil,
  };
};

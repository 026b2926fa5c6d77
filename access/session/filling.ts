import { caughtUp, greaterOf, saysMore } from "../quota/catch-up.ts";
import { marksOf } from "../quota/packed-marks.ts";
import { riseOf } from "../quota/rise.ts";
import { NOTHING_USED } from "../quota/standing.ts";
import type { PeriodTotal } from "../quota/totals.ts";
import { type LivePerson, personWith } from "../subscriber/live.ts";
import { type Decided, type Kept, NOTHING } from "./change.ts";
import { type Happening, uncounted } from "./happening.ts";
import { listedWith } from "./listed.ts";
import { begun, RETAINED, type SessionState } from "./packed.ts";
import type { RefillSession } from "./refill-store.ts";
import type { SessionRef } from "./ticket.ts";

/** The session id of a change of a person alone. */
export const NO_SESSION = "";

/** A session as PostgreSQL has it. @param liveUntil  until when it counts as live without a report, epoch ms */
export const stateOf = (session: RefillSession, liveUntil: number): SessionState => {
  const { marks, startedAt, up, down, seconds } = session;
  const beginning = {
    subscriberId: session.subscriberId,
    nasId: session.nasId,
    siteId: session.siteId,
    planId: session.planId,
    mac: session.mac ?? "",
    loginId: session.loginId ?? "",
    nasSessionId: session.nasSessionId ?? "",
    address: session.framedIp ?? "",
    profile: session.profile,
    requestKey: "",
  };
  const state = begun(0, beginning, startedAt, liveUntil);
  const totals = { startedAt, up, down, seconds, eventAt: marks.ev ?? startedAt };
  return {
    ...state,
    heardAt: session.lastReportAt,
    endedAt: session.endedAt ?? 0,
    cause: session.endCause ?? "",
    isReported: marks.st === "1",
    marks: marksOf(marks.h ?? [], totals) ?? { ...state.marks, ...totals, saidAt: totals.eventAt },
  };
};

/** Puts a person there as PostgreSQL has them; what Redis has counted is newer or equal, and never lowered. */
export const fillPerson = ({ person }: Kept, given: LivePerson, version: number): Decided<void> => {
  const filled = person
    ? personWith(given, version, greaterOf(person.usage, given.usage), person.live)
    : { ...given, version };
  return { answer: undefined, writes: { person: filled } };
};

const sumOf = ({ marks }: SessionState): number => marks.up + marks.down + marks.seconds;

/** Clocks of servers and stores differ by less, seconds. */
const CLOCKS_DIFFER = 4 * 3_600;
/** A session Redis once had is there so long after it was heard, at least. */
const SURELY_KEPT_MS = (RETAINED - CLOCKS_DIFFER) * 1000;

/** A session of a person as PostgreSQL had them at one instant. */
export type StoredSession = SessionRef & {
  readonly state: SessionState;
  /** the person's totals, this session's in them */
  readonly usage: readonly PeriodTotal[];
};

/** Tells PostgreSQL of totals that are more than it has: what only it had, and what only Redis had. */
const happeningIn = (
  stored: StoredSession,
  session: SessionState,
  touched: readonly PeriodTotal[],
  at: number,
): Happening | undefined =>
  saysMore(touched, stored.usage)
    ? { ...uncounted("refill", session.marks.eventAt, at), usage: touched }
    : undefined;

/**
 * Puts a session there as PostgreSQL has it, unless Redis has counted as much; what is wished of it stays. What it rises by
 * is charged to its person: so a report is counted once, whatever it comes between. Of a session that is not there and was
 * not heard for long, only what the person has less than in PostgreSQL: it may be in their totals, and forgotten since. Where
 * the person is missing too, nothing is charged; they are filled last, with all of it.
 *
 * @param at  epoch ms
 */
export const fillSession = (
  { person, session: old }: Kept,
  stored: StoredSession,
  { version, at }: { readonly version: number; readonly at: number },
): Decided<void> => {
  const { state, usage, sessionId } = stored;
  if (old && sumOf(old) >= sumOf(state)) return { answer: undefined, writes: NOTHING };
  const { wish, wishCause, wishNumber } = old ?? state;
  const session = { ...state, version, wish, wishCause, wishNumber };
  const isOpen = state.endedAt === 0;
  const online = isOpen ? state.liveUntil : "gone";
  if (!person) return { answer: undefined, writes: { session, online } };
  const live = listedWith(person.live, { sessionId, mac: state.mac }, isOpen);
  const rise = riseOf(old?.marks ?? NOTHING_USED, state.marks);
  const isNew = old !== undefined || at - state.heardAt < SURELY_KEPT_MS;
  const charge = caughtUp(person.usage, usage, rise, isNew);
  const isRaised = charge.touched.length > 0 || live !== person.live;
  return {
    answer: undefined,
    writes: {
      person: isRaised ? personWith(person, version, charge.usage, live) : undefined,
      session,
      online,
      happening: happeningIn(stored, session, charge.touched, at),
    },
  };
};

import { marksOf } from "../quota/packed-marks.ts";
import type { PeriodTotal } from "../quota/totals.ts";
import { type LivePerson, personWith } from "../subscriber/live.ts";
import { type Decided, type Kept, NOTHING } from "./change.ts";
import { begun, type SessionState } from "./packed.ts";
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
    marks: marks.h && marks.h.length > 0 ? marksOf(marks.h, totals) : { ...state.marks, ...totals },
  };
};

/** The greater of what either side says of each period. */
const greater = (known: readonly PeriodTotal[], given: readonly PeriodTotal[]): PeriodTotal[] => {
  const totals = [...known];
  for (const total of given) {
    const at = totals.findIndex(([letter, start]) => start === total[1] && letter === total[0]);
    const [letter, start, up, down, seconds] = total;
    const old = totals[at];
    if (!old) totals.push(total);
    else
      totals[at] = [letter, start, Math.max(old[2], up), Math.max(old[3], down), Math.max(old[4], seconds)];
  }
  return totals;
};

const filled = ({ person }: Kept, given: LivePerson, version: number): LivePerson =>
  person
    ? personWith(given, version, greater(person.usage, given.usage), person.live)
    : personWith(given, version, given.usage, given.live);

/** Puts a person there as PostgreSQL has them; what Redis has counted is newer or equal, and never lowered. */
export const fillPerson = (kept: Kept, given: LivePerson, version: number): Decided<void> => ({
  answer: undefined,
  writes: { person: filled(kept, given, version) },
});

const sumOf = ({ marks }: SessionState): number => marks.up + marks.down + marks.seconds;

/**
 * Puts a session there as PostgreSQL has it, unless Redis has counted as much; what is wished of it stays. Its person was
 * filled before; where Redis was emptied since, so much is left to whoever fills it anew.
 */
export const fillSession = (
  { person, session: old }: Kept,
  { sessionId }: SessionRef,
  state: SessionState,
  version: number,
): Decided<void> => {
  if (!person || (old && sumOf(old) >= sumOf(state))) return { answer: undefined, writes: NOTHING };
  const { wish, wishCause, wishNumber } = old ?? state;
  const isOpen = state.endedAt === 0;
  const isListed = person.live.some((listed) => listed.sessionId === sessionId);
  const live = [...person.live, { sessionId, mac: state.mac }];
  return {
    answer: undefined,
    writes: {
      person: isOpen && !isListed ? personWith(person, version, person.usage, live) : undefined,
      session: { ...state, version, wish, wishCause, wishNumber },
      online: isOpen ? state.liveUntil : undefined,
    },
  };
};

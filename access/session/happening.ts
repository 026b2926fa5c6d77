import type { LedgerRecord } from "../ledger/entry.ts";
import type { Writer } from "../redis/pack.ts";
import { writeKeptMarks } from "./kept-marks.ts";
import { type SessionState, writePlace } from "./packed.ts";
import type { SessionRef } from "./ticket.ts";

/** What a ledger record says beside the state of its session. */
export type Happening = {
  readonly kind: string;
  readonly eventAt: number;
  readonly receivedAt: number;
  readonly usage: LedgerRecord[19];
  readonly saidAt: number;
  readonly claimedUp: number;
  readonly claimedDown: number;
  readonly claimedSeconds: number;
  readonly trace: string;
};

/** A happening that has nothing to do with counting. */
export const uncounted = (kind: string, eventAt: number, receivedAt: number, trace = ""): Happening => ({
  kind,
  eventAt,
  receivedAt,
  usage: [],
  saidAt: -1,
  claimedUp: -1,
  claimedDown: -1,
  claimedSeconds: -1,
  trace,
});

/**
 * Writes the record of what happened to a session (`LedgerRecord`), value behind value. Thousands are written a second:
 * none is made as a list first.
 */
export const writeRecord = (
  to: Writer,
  { subscriberId, sessionId }: SessionRef,
  state: SessionState,
  happening: Happening,
): void => {
  const { marks } = state;
  to.text(happening.kind);
  to.number(subscriberId);
  to.text(sessionId);
  writePlace(to, state);
  to.number(marks.startedAt);
  to.number(marks.up);
  to.number(marks.down);
  to.number(marks.seconds);
  to.number(happening.eventAt);
  to.number(happening.receivedAt);
  to.number(state.endedAt);
  to.text(state.cause);
  to.text(state.profile);
  to.value(happening.usage);
  const marksAt = to.openText();
  if (state.isReported) writeKeptMarks(to, marks);
  to.closeOctets(marksAt);
  to.number(happening.saidAt);
  to.number(happening.claimedUp);
  to.number(happening.claimedDown);
  to.number(happening.claimedSeconds);
  to.text(happening.trace);
};

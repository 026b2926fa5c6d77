import type { LedgerRecord } from "../ledger/entry.ts";
import { marksValues } from "../quota/packed-marks.ts";
import type { LivePerson } from "../subscriber/live.ts";
import type { SessionState } from "./packed.ts";
import type { SessionRef } from "./ticket.ts";

/** A person and one session of theirs as Redis had them at one instant. */
export type Kept = {
  /** `undefined` when Redis has nobody of this id, not even a thing */
  readonly person: LivePerson | undefined;
  /** `undefined` when Redis has no session of this id */
  readonly session: SessionState | undefined;
  /** whether this Redis was filled; looked up only where the person is missing */
  readonly isReady: boolean;
};

/** What is to be written; whatever is absent stays as it is. */
export type Writes = {
  readonly person?: LivePerson | undefined;
  readonly session?: SessionState | undefined;
  /** when it is to be looked at for its silence, epoch ms; `gone` for never */
  readonly online?: number | "gone" | undefined;
  /** when the change that is owed is due, epoch ms; `gone` for none */
  readonly due?: number | "gone" | undefined;
  readonly record?: LedgerRecord | undefined;
};

/** What came of looking at what Redis keeps. */
export type Decided<Answer> = { readonly answer: Answer; readonly writes: Writes };

/** A change of a person and one session of theirs that must not race; decided anew when another one came first. */
export type Change<Answer> = SessionRef & {
  /** what was read already, so that it need not be read again */
  readonly known?: Kept | undefined;
  /** sessions of the same person the decision looks at as well */
  readonly others?: (kept: Kept) => readonly string[];
  /** pure, and called again for each try; the version is that of what it writes */
  readonly decide: (
    kept: Kept,
    version: number,
    others: ReadonlyMap<string, SessionState>,
  ) => Decided<Answer>;
};

/** Nothing to write; what was decided still holds only if nobody wrote meanwhile. */
export const NOTHING: Writes = {};

/** Why nothing can be said about somebody Redis does not know. */
export const missing = ({ person, isReady }: Kept): "unknown" | "not-ready" =>
  person || isReady ? "unknown" : "not-ready";

/** What a record says beside the state of its session. */
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

/** The record of what happened to a session. */
export const recordOf = (
  { subscriberId, sessionId }: SessionRef,
  state: SessionState,
  happening: Happening,
): LedgerRecord => {
  const { marks } = state;
  return [
    happening.kind,
    subscriberId,
    sessionId,
    state.nasId,
    state.siteId,
    state.planId,
    state.mac,
    state.loginId,
    state.nasSessionId,
    state.address,
    marks.startedAt,
    marks.up,
    marks.down,
    marks.seconds,
    happening.eventAt,
    happening.receivedAt,
    state.endedAt,
    state.cause,
    state.profile,
    happening.usage,
    state.isReported ? marksValues(marks) : [],
    happening.saidAt,
    happening.claimedUp,
    happening.claimedDown,
    happening.claimedSeconds,
    happening.trace,
  ];
};

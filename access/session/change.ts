import type { LivePerson } from "../subscriber/live.ts";
import type { Happening } from "./happening.ts";
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

/** Whether a session goes on, as far as others look at it. */
export type Going = Pick<SessionState, "endedAt" | "liveUntil">;

/** What is to be written; whatever is absent stays as it is. */
export type Writes = {
  readonly person?: LivePerson | undefined;
  readonly session?: SessionState | undefined;
  /** when it is to be looked at for its silence, epoch ms; `gone` for never */
  readonly online?: number | "gone" | undefined;
  /** when the change that is owed is due, epoch ms; `gone` for none */
  readonly due?: number | "gone" | undefined;
  /** what happened to the session that is written, for the ledger */
  readonly happening?: Happening | undefined;
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
  readonly decide: (kept: Kept, version: number, others: ReadonlyMap<string, Going>) => Decided<Answer>;
};

/** Nothing to write; what was decided still holds only if nobody wrote meanwhile. */
export const NOTHING: Writes = {};

/** Why nothing can be said about somebody Redis does not know. */
export const missing = ({ person, isReady }: Kept): "unknown" | "not-ready" =>
  person || isReady ? "unknown" : "not-ready";

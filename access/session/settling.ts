import type { LivePerson } from "../subscriber/live.ts";
import { type Decided, type Kept, missing, NOTHING, type Writes } from "./change.ts";
import { type Happening, uncounted } from "./happening.ts";
import { isOrdered } from "./order.ts";
import type { SessionState, Wish } from "./packed.ts";
import type { SessionRef } from "./ticket.ts";

/** A change of what is known of a session beside its counters. */
export type Settlement =
  /** `onlySilentSince`, epoch ms: leave it open if it was heard after that, or need not have been; `null` closes at once */
  | { readonly what: "close"; readonly cause: string; readonly onlySilentSince: number | null }
  /** its NAS began anew at an instant (epoch ms): it ended with that, unless it has reported since */
  | { readonly what: "restart"; readonly restartedAt: number }
  /** `wish-anew`: also where it is in force or asked for already, since what it means has changed */
  | { readonly what: "wish" | "wish-anew"; readonly wish: Wish; readonly cause: string }
  /** `wishNumber`: of the wish that was carried out; a newer one stays owed */
  | { readonly what: "done"; readonly profile: string; readonly wishNumber: number }
  /** `wishNumber`: of the wish that no longer holds; a newer one stays owed */
  | { readonly what: "withdraw"; readonly wishNumber: number }
  /** its NAS asked about it anew and is let have it by a profile, which settles the wish that was known; a newer one stays owed */
  | { readonly what: "told"; readonly profile: string; readonly wishNumber: number }
  | { readonly what: "drop" };

/** What settling came to: `ok` when something changed; `over` for a session nobody is to be let into any more. */
export type Settled = "ok" | "unchanged" | "over" | "unknown" | "not-ready";

/** When something is settled, and the version of what it writes. */
export type Moment = {
  /** epoch ms */
  readonly at: number;
  readonly version: number;
  /** when the change owed of the session is due, epoch ms; `undefined` where none is */
  readonly dueAt: number | undefined;
};

type Of<What> = Extract<Settlement, { what: What }>;

const UNCHANGED: Decided<Settled> = { answer: "unchanged", writes: NOTHING };

const done = (writes: Writes): Decided<Settled> => ({ answer: "ok", writes });

const happeningOf = ({ marks }: SessionState, kind: string, at: number): Happening =>
  uncounted(kind, marks.eventAt, at);

const withoutListed = (
  person: LivePerson | undefined,
  { sessionId }: SessionRef,
  version: number,
): Writes["person"] =>
  person?.live.some((listed) => listed.sessionId === sessionId)
    ? { ...person, version, live: person.live.filter((listed) => listed.sessionId !== sessionId) }
    : undefined;

type Open = Kept & { readonly session: SessionState };

/** Ends a session at an instant, epoch ms. */
const ended = (
  { person, session }: Open,
  ref: SessionRef,
  { endedAt, cause }: Pick<SessionState, "endedAt" | "cause">,
  { at, version }: Moment,
): Decided<Settled> => {
  const closed: SessionState = { ...session, version, endedAt, cause, wish: "", wishCause: "" };
  return done({
    person: withoutListed(person, ref, version),
    session: closed,
    online: "gone",
    due: "gone",
    happening: happeningOf(closed, "close", at),
  });
};

const close = (
  kept: Open,
  ref: SessionRef,
  { cause, onlySilentSince }: Of<"close">,
  moment: Moment,
): Decided<Settled> => {
  const { session } = kept;
  if (session.endedAt !== 0) return { answer: "unchanged", writes: { online: "gone" } };
  // Looked at when it was due by what was known long ago; it has been heard since.
  if (onlySilentSince !== null && session.liveUntil > moment.at)
    return { answer: "unchanged", writes: { online: session.liveUntil } };
  if (onlySilentSince !== null && session.heardAt > onlySilentSince) return UNCHANGED;
  if (cause !== "silent") return ended(kept, ref, { endedAt: moment.at, cause }, moment);
  // A silent session ended when it was last heard.
  const silence = { endedAt: session.heardAt, cause: session.isReported ? cause : "never-started" };
  return ended(kept, ref, silence, moment);
};

const restart = (
  kept: Open,
  ref: SessionRef,
  { restartedAt }: Of<"restart">,
  moment: Moment,
): Decided<Settled> => {
  const { session } = kept;
  if (session.endedAt !== 0 || session.marks.eventAt > restartedAt) return UNCHANGED;
  return ended(kept, ref, { endedAt: restartedAt, cause: "nas-restarted" }, moment);
};

type Wishing = Of<"wish" | "wish-anew">;

/** Nothing is wished beyond an end; but one that the rules asked for gives way to an order, and to what they say by now. */
const isFinal = (session: SessionState, { what, wish: wished, cause }: Wishing): boolean => {
  if (session.wish !== "end") return false;
  if (isOrdered(session)) return true;
  return wished === "end" ? !isOrdered({ wish: wished, wishCause: cause }) : what === "wish";
};

const wish = (session: SessionState, wishing: Wishing, { at, version, dueAt }: Moment): Decided<Settled> => {
  const { what, wish: wished, cause } = wishing;
  if (session.endedAt !== 0 || isFinal(session, wishing)) return UNCHANGED;
  const comesTo = session.wish || session.profile;
  if (what === "wish" && comesTo === wished && wished !== "end") return UNCHANGED;
  // The same wish anew is one of its own only once the first was taken.
  if (session.wish === wished && dueAt !== undefined && dueAt <= at) return UNCHANGED;
  const wishNumber = session.wishNumber + 1;
  return done({ session: { ...session, version, wish: wished, wishCause: cause, wishNumber }, due: at });
};

/** A wish newer than the one that is settled stays owed. */
const settleWish = (
  session: SessionState,
  settlement: Of<"done" | "told" | "drop">,
  { at, version }: Moment,
): Decided<Settled> => {
  const isOver = settlement.what === "drop" || session.wishNumber === settlement.wishNumber;
  const profile = settlement.what === "drop" ? session.profile : settlement.profile;
  const settled: SessionState = { ...session, version, profile, ...(isOver && { wish: "", wishCause: "" }) };
  return done({
    session: settled,
    ...(isOver && { due: "gone" as const }),
    ...(profile !== session.profile && { happening: happeningOf(settled, "done", at) }),
  });
};

/** Nobody is let into a session that is over, or that somebody ordered to end. */
const tell = (session: SessionState, told: Of<"told">, moment: Moment): Decided<Settled> => {
  if (session.endedAt !== 0 || isOrdered(session)) return { answer: "over", writes: NOTHING };
  return session.wish === "" && session.profile === told.profile
    ? UNCHANGED
    : settleWish(session, told, moment);
};

const withdraw = (
  session: SessionState,
  { wishNumber }: Of<"withdraw">,
  { version }: Moment,
): Decided<Settled> =>
  session.wish === "" || session.wishNumber !== wishNumber
    ? UNCHANGED
    : done({ session: { ...session, version, wish: "", wishCause: "" }, due: "gone" });

/**
 * Changes what is known of a session beside its counters: closes it, or notes what was wished of its NAS and what became
 * of the wish. Says nothing twice.
 */
export const settleIn = (
  kept: Kept,
  ref: SessionRef,
  settlement: Settlement,
  moment: Moment,
): Decided<Settled> => {
  const { session } = kept;
  if (!kept.person && !kept.isReady) return { answer: "not-ready", writes: NOTHING };
  if (!session) return { answer: missing(kept), writes: { online: "gone", due: "gone" } };
  switch (settlement.what) {
    case "close":
      return close({ ...kept, session }, ref, settlement, moment);
    case "restart":
      return restart({ ...kept, session }, ref, settlement, moment);
    case "wish":
    case "wish-anew":
      return wish(session, settlement, moment);
    case "done":
    case "drop":
      return settleWish(session, settlement, moment);
    case "told":
      return tell(session, settlement, moment);
    case "withdraw":
      return withdraw(session, settlement, moment);
  }
};

import { type Listed, type LivePerson, personWith } from "../subscriber/live.ts";
import { type Decided, type Going, type Kept, missing, NOTHING } from "./change.ts";
import { uncounted } from "./happening.ts";
import { isOrdered } from "./order.ts";
import { begun, type SessionState } from "./packed.ts";
import type { SessionRef } from "./ticket.ts";

/** A session about to be opened; its id tells the right it opens by, so that the right is used once (`name.ts`). */
export type Opening = SessionRef & {
  readonly loginId: string;
  readonly mac: string;
  readonly at: number;
  /** most devices at once; `null` for any number */
  readonly devices: number | null;
  /** epoch ms until which room is kept for a Start to come */
  readonly keptUntil: number;
  /** tells a repeat of the same Access-Request from another use of the grant */
  readonly requestKey: string;
  readonly nasId: number;
  readonly siteId: number;
  readonly planId: number;
  readonly nasSessionId: string;
  readonly address: string;
  readonly profile: string;
  readonly mayReauthenticate: boolean;
  /** why it is opened (`access/trace/trace.ts`); absent where nobody asks */
  readonly trace?: string;
  /** the person as they were read just before, where they were */
  readonly person?: LivePerson | undefined;
};

/** What opening came to: `again` is a repeat that gets the session it had, begun when it began (epoch ms). */
export type Opened =
  | { readonly kind: "opened" | "again"; readonly startedAt: number }
  | { readonly kind: "used" | "too_many_devices" | "unknown" | "not-ready" }
  | { readonly kind: "error"; readonly reason: string };

/** So many listed sessions make it worth a look which of them are over. */
const CROWDED = 8;

const devicesAmong = (live: readonly Listed[], mac: string): number => {
  if (live.length === 0) return 0;
  const macs = new Set<string>();
  for (const listed of live) if (listed.mac !== mac) macs.add(listed.mac);
  return macs.size;
};

const hasRoom = (live: readonly Listed[], { devices, mac }: Opening): boolean =>
  devices === null || devicesAmong(live, mac) < devices;

/** Sessions of other devices whose state decides: where by what is listed there would be no room, or too many are listed. */
export const lookedAt = ({ person, session }: Kept, opening: Opening): readonly string[] =>
  !person || session || (person.live.length < CROWDED && hasRoom(person.live, opening))
    ? []
    : person.live.map(({ sessionId }) => sessionId);

/** The listed sessions without those of others that are known to be over. */
const goingOn = (
  { live }: LivePerson,
  { mac, at }: Opening,
  others: ReadonlyMap<string, Going>,
): readonly Listed[] => {
  if (others.size === 0) return live;
  return live.filter((listed) => {
    const state = others.get(listed.sessionId);
    return listed.mac === mac || (state !== undefined && state.endedAt === 0 && state.liveUntil > at);
  });
};

/** What opening comes to where the session is there already: a repeat of its request, or a right that is used up. */
const again = (there: SessionState, { requestKey, mayReauthenticate }: Opening): Opened =>
  there.endedAt === 0 && (there.requestKey === requestKey || (mayReauthenticate && !isOrdered(there)))
    ? { kind: "again", startedAt: there.marks.startedAt }
    : { kind: "used" };

/** Opens a session: keeps room for the device, uses its right up, says what happened. */
export const openIn = (
  kept: Kept,
  opening: Opening,
  version: number,
  others: ReadonlyMap<string, Going>,
): Decided<Opened> => {
  const { person, session: there } = kept;
  if (!person) return { answer: { kind: missing(kept) }, writes: NOTHING };
  if (there) return { answer: again(there, opening), writes: NOTHING };
  const live = goingOn(person, opening, others);
  if (!hasRoom(live, opening)) return { answer: { kind: "too_many_devices" }, writes: NOTHING };
  const { at, keptUntil, sessionId, mac, trace = "" } = opening;
  const session = begun(version, opening, at, keptUntil);
  const listed = [...live, { sessionId, mac }];
  return {
    answer: { kind: "opened", startedAt: at },
    writes: {
      person: personWith(person, version, person.usage, listed),
      session,
      online: keptUntil,
      happening: uncounted("open", at, at, trace),
    },
  };
};

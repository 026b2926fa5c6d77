import type { Kept } from "./change.ts";
import { keptIn } from "./gather-kept.ts";
import { packedMemory } from "./packed-memory.ts";
import type { SessionRef } from "./ticket.ts";

/**
 * What was last proposed to Redis of sessions and their people, so that the next decision need not ask for it. It may be
 * old: whoever decides on it is told by the versions.
 */
export type Remembered = {
  /** `undefined` where the session or its person is not remembered */
  readonly read: (ref: SessionRef) => Kept | undefined;
  /** Takes over what is written, as it is packed; `undefined` for what is not. */
  readonly keep: (ref: SessionRef, person: Uint8Array | undefined, session: Uint8Array | undefined) => void;
};

/** Remembers nothing: for who decides now and then. */
export const NOTHING_REMEMBERED: Remembered = { read: () => undefined, keep: () => {} };

/** As many sessions as one server has running, and more, and their people: 10 MB. */
const SESSIONS = 16_384;
/** Room for a person and for a session, octets; nearly all are smaller, and what is larger is not remembered. */
const PERSON_ROOM = 256;
const SESSION_ROOM = 384;

/**
 * Remembers so many sessions, and as many people: each by itself, so that a person's sessions at one server do not make
 * what is known of one another old.
 */
export const remembering = (sessions = SESSIONS): Remembered => {
  const peopleKept = packedMemory(sessions, PERSON_ROOM);
  const sessionsKept = packedMemory(sessions, SESSION_ROOM);
  return {
    read: ({ subscriberId, sessionId }) => {
      const session = sessionsKept.read(subscriberId, sessionId);
      const person = session && peopleKept.read(subscriberId, "");
      return session && person && keptIn(person, session, true);
    },
    keep: ({ subscriberId, sessionId }, person, session) => {
      if (person) peopleKept.keep(subscriberId, "", person);
      if (session) sessionsKept.keep(subscriberId, sessionId, session);
    },
  };
};

import type { Kept } from "./change.ts";
import { keptIn } from "./gather-kept.ts";
import type { SessionRef } from "./ticket.ts";

/**
 * What was last proposed to Redis of sessions and their people, so that the next decision need not ask for it. It may be
 * old: whoever decides on it is told by the versions.
 */
export type Remembered = {
  /** `undefined` for a session that is not remembered */
  readonly read: (ref: SessionRef) => Kept | undefined;
  /** Takes over what is written, as it is packed; `undefined` for what is not. */
  readonly keep: (ref: SessionRef, person: Uint8Array | undefined, session: Uint8Array | undefined) => void;
};

/** Remembers nothing: for who decides now and then. */
export const NOTHING_REMEMBERED: Remembered = { read: () => undefined, keep: () => {} };

/** As many sessions as one server has running, and more: 14 MB. */
const SESSIONS = 16_384;
/** Room for a person and for a session, octets; nearly all are smaller, and what is larger is not remembered. */
const PERSON_ROOM = 320;
const SESSION_ROOM = 512;
const ROOM = PERSON_ROOM + SESSION_ROOM;

/**
 * Remembers so many sessions, the latest to begin. As octets, in room that is taken once: as objects they were copied from
 * one generation of the heap to the next, which cost as much as it spared (measured).
 */
export const remembering = (sessions = SESSIONS): Remembered => {
  const octets = Buffer.allocUnsafeSlow(sessions * ROOM);
  const personLengths = new Uint16Array(sessions);
  const sessionLengths = new Uint16Array(sessions);
  const people = new Float64Array(sessions);
  const names = Array.from({ length: sessions }, () => "");
  const places = new Map<string, number>();
  let next = 0;

  const placeOf = ({ subscriberId, sessionId }: SessionRef): number | undefined => {
    const place = places.get(sessionId);
    return place !== undefined && people[place] === subscriberId ? place : undefined;
  };
  const forget = (place: number): void => {
    places.delete(names[place]!);
    names[place] = "";
  };
  const newPlace = ({ subscriberId, sessionId }: SessionRef): number => {
    const namesake = places.get(sessionId);
    if (namesake !== undefined) forget(namesake);
    const place = next;
    next = (next + 1) % sessions;
    if (names[place] !== "") forget(place);
    names[place] = sessionId;
    people[place] = subscriberId;
    places.set(sessionId, place);
    return place;
  };

  return {
    read: (ref) => {
      const place = placeOf(ref);
      if (place === undefined) return undefined;
      const from = place * ROOM;
      const session = from + PERSON_ROOM;
      return keptIn(
        octets.subarray(from, from + personLengths[place]!),
        octets.subarray(session, session + sessionLengths[place]!),
        true,
      );
    },
    keep: (ref, person, session) => {
      const known = placeOf(ref);
      if ((person && person.length > PERSON_ROOM) || (session && session.length > SESSION_ROOM)) {
        if (known !== undefined) forget(known);
        return;
      }
      if (known === undefined && !(person && session)) return;
      const place = known ?? newPlace(ref);
      if (person) {
        octets.set(person, place * ROOM);
        personLengths[place] = person.length;
      }
      if (session) {
        octets.set(session, place * ROOM + PERSON_ROOM);
        sessionLengths[place] = session.length;
      }
    },
  };
};

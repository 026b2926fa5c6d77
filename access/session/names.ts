import { keys, tagOf } from "../redis/keys.ts";
import type { SessionRef } from "./ticket.ts";

/** The two keys a script takes for each session: its person and itself. */
export const namesOf = (refs: readonly SessionRef[]): string[] => {
  const names: string[] = [];
  for (const { subscriberId, sessionId } of refs) {
    const tag = tagOf(subscriberId);
    names.push(keys.person(tag, subscriberId), keys.session(tag, sessionId));
  }
  return names;
};

import type { Listed } from "../subscriber/live.ts";

/** Nobody has so many sessions; whoever makes them up takes no memory by it. */
const MOST_LISTED = 32;

/** The listed sessions of a person with one among them or not; the same list where that is so already. */
export const listedWith = (live: readonly Listed[], listed: Listed, isLive: boolean): readonly Listed[] => {
  if (live.some(({ sessionId }) => sessionId === listed.sessionId) === isLive) return live;
  if (!isLive) return live.filter(({ sessionId }) => sessionId !== listed.sessionId);
  return [...(live.length < MOST_LISTED ? live : live.slice(1)), listed];
};

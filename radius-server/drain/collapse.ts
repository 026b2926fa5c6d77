import type { Entry, SessionState, UsageState } from "./entry.ts";

const latest = <Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] => [
  ...new Map(items.map((item) => [keyOf(item), item])).values(),
];

/** The last state of each session in a batch. */
export const lastSessions = (entries: readonly Entry[]): SessionState[] =>
  latest(
    entries.map((entry) => entry.session).filter((session) => session !== null),
    (session) => `${session.subscriberId}:${session.id}`,
  );

/** The last total of each period of each person in a batch. */
export const lastUsage = (entries: readonly Entry[]): UsageState[] =>
  latest(
    entries.flatMap((entry) => entry.usage),
    (usage) => `${usage.subscriberId}:${usage.per}:${usage.startsAt}`,
  );

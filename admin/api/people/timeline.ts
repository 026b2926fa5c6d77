import type { StoredAttempt } from "#access/attempt/store";
import type { StoredAuditEntry } from "#access/audit/store";
import type { Change, PersonSession, TimelineEvent } from "./shapes.ts";
import type { Names } from "./store.ts";

/** What a person's timeline is woven from. */
export type Threads = {
  readonly attempts: readonly StoredAttempt[];
  readonly sessions: readonly PersonSession[];
  readonly changes: readonly Change[];
  readonly deeds: readonly StoredAuditEntry[];
};

/** Most lines of a timeline. */
const LONGEST = 100;

/** Looks say who looked, not what happened to the person; they stay in the audit record. */
const LOOKS: readonly string[] = ["person.looked", "person.found", "person.number-shown"];

const ofAttempt = (attempt: StoredAttempt, names: Names): TimelineEvent => ({
  kind: "attempt",
  at: attempt.at,
  step: attempt.step,
  outcome: attempt.outcome,
  siteName: names.sites.get(attempt.siteId ?? 0) ?? null,
});

const ofSession = ({ startedAt, endedAt, siteName, mac, endCause }: PersonSession): TimelineEvent[] => [
  { kind: "session-began", at: startedAt, siteName, mac },
  ...(endedAt === null ? [] : [{ kind: "session-ended", at: endedAt, siteName, cause: endCause } as const]),
];

const ofChange = ({ wish, siteName, sentAt, answeredAt, answer }: Change): TimelineEvent[] => [
  ...(answer === "withdrawn" ? [] : [{ kind: "change-sent", at: sentAt, wish, siteName } as const]),
  ...(answer === null
    ? []
    : [{ kind: "change-answered", at: answeredAt ?? sentAt, wish, answer, siteName } as const]),
];

const ofDeed = ({ at, action, staffLogin }: StoredAuditEntry): TimelineEvent => ({
  kind: "staff",
  at,
  action,
  login: staffLogin,
});

/** Everything that happened to a person in one line of time, newest first. */
export const timelineOf = (threads: Threads, names: Names): TimelineEvent[] =>
  [
    ...threads.attempts.map((attempt) => ofAttempt(attempt, names)),
    ...threads.sessions.flatMap(ofSession),
    ...threads.changes.flatMap(ofChange),
    ...threads.deeds.filter(({ action }) => !LOOKS.includes(action)).map(ofDeed),
  ]
    .sort((a, b) => b.at - a.at)
    .slice(0, LONGEST);

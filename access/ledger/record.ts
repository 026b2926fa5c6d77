import type { LedgerRecord } from "./entry.ts";

/** Where in a record what stands. */
export const AT = {
  kind: 0,
  subscriberId: 1,
  sessionId: 2,
  nasId: 3,
  siteId: 4,
  planId: 5,
  mac: 6,
  loginId: 7,
  nasSessionId: 8,
  address: 9,
  startedAt: 10,
  up: 11,
  down: 12,
  seconds: 13,
  eventAt: 14,
  receivedAt: 15,
  endedAt: 16,
  cause: 17,
  profile: 18,
  usage: 19,
  marks: 20,
  saidAt: 21,
  claimedUp: 22,
  claimedDown: 23,
  claimedSeconds: 24,
  trace: 25,
} as const;

/** What is kept as evidence: what a NAS reported, and what staff said was true after all. */
const REPORTS: ReadonlySet<string> = new Set(["start", "interim", "stop", "stray", "other", "confirm"]);

/** Whether a record is evidence of what was reported. */
export const isReport = (record: LedgerRecord): boolean => REPORTS.has(record[AT.kind]);

const LOGINS: ReadonlySet<string> = new Set(["open", "login", "device-login"]);

/** Whether a record is of a login, let in or refused. */
export const isLogin = (record: LedgerRecord): boolean => LOGINS.has(record[AT.kind]);

/** A record as a page of the ledger stream carries it. */
export type Placed = {
  /** `<stream>:<entry>:<place in its page>`: what tells it from every other */
  readonly name: string;
  readonly record: LedgerRecord;
};

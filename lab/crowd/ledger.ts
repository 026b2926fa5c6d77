import type { Totals } from "../nas/reports.ts";
import type { Session } from "../nas/session.ts";

/** What the server has acknowledged of one session, by the NAS's own record. */
export type Entry = {
  readonly nas: string;
  readonly nasSessionId: string;
  readonly loginId: string;
  readonly mac: string;
  /** which of the crowd it was */
  readonly person: number;
  /** highest acknowledged running totals: octets, octets, seconds */
  readonly acknowledged: Totals;
  /** highest totals ever sent; above `acknowledged` where the last answer was lost */
  readonly sent: Totals;
  readonly ended: string | null;
};

/** The entry of a session as it stands. */
export const entryOf = (person: number, { association, accepted, standing }: Session): Entry => {
  const { acknowledged, sent, ended } = standing();
  return {
    nas: association.nas.slug,
    nasSessionId: association.sessionId,
    loginId: accepted.userName,
    mac: association.mac,
    person,
    acknowledged,
    sent,
    ended,
  };
};

/** Acknowledged octets of each person, over all sessions. */
export const octetsByPerson = (entries: readonly Entry[]): ReadonlyMap<number, number> => {
  const sums = new Map<number, number>();
  for (const { person, acknowledged } of entries) {
    sums.set(person, (sums.get(person) ?? 0) + acknowledged.up + acknowledged.down);
  }
  return sums;
};

/** The ledger as JSON lines. */
export const linesOf = (entries: readonly Entry[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");

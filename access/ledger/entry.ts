import { Packr } from "msgpackr";

/** What one period of a person had come to, in all: letter and start (epoch s) of the period, octets, seconds. */
export type PeriodTotal = readonly [letter: string, start: number, up: number, down: number, seconds: number];

/**
 * One thing that happened, as the ledger stream carries it. Totals, never differences.
 *
 * A list without names, in this order, since Redis writes thousands a second. Empty text and 0 stand for what is not
 * known or does not apply; -1 for a counter nobody named.
 */
export type LedgerRecord = readonly [
  kind: string,
  subscriberId: number,
  sessionId: string,
  nasId: number,
  siteId: number,
  planId: number,
  mac: string,
  loginId: string,
  nasSessionId: string,
  /** `addressesText` */
  address: string,
  /** epoch ms; 0 where no session is stated */
  startedAt: number,
  /** octets and seconds of the session in all */
  up: number,
  down: number,
  seconds: number,
  /** epoch ms */
  eventAt: number,
  receivedAt: number,
  /** epoch ms; 0 while open */
  endedAt: number,
  /** why it ended, or the code of what refused a login */
  cause: string,
  profile: string,
  /** the totals of each period this touched */
  usage: readonly PeriodTotal[],
  /** high-water marks as `account.lua` keeps them; the empty list before the first report */
  marks: readonly unknown[],
  /** Event-Timestamp that was not believed, epoch ms */
  saidAt: number,
  /** raw counters that were not believed */
  claimedUp: number,
  claimedDown: number,
  claimedSeconds: number,
  /** why a login was decided as it was (`traceText`); empty for what is no login */
  trace: string,
];

/** A session that is stated without having been reported: nothing counted, nothing withheld. */
export const RECORD_OF_NOTHING = {
  usage: [],
  marks: [],
  saidAt: 0,
  claimedUp: -1,
  claimedDown: -1,
  claimedSeconds: -1,
} as const;

// Redis writes whole numbers beyond 32 bits as 64; all of ours fit a double exactly.
const packr = new Packr({ useRecords: false, int64AsType: "number", variableMapSize: true });

/** The one field of a ledger entry: what happened in one call to Redis, in order. */
export const PAGE = "v";

/** Records as one page of the ledger: MessagePack, a list of lists. */
export const packPage = (records: readonly LedgerRecord[]): Buffer => packr.pack(records);

/**
 * Reads a page.
 *
 * @returns undefined for an entry that only keeps the stream's place, or that nobody of ours wrote
 */
export const unpackPage = (page: Uint8Array): readonly LedgerRecord[] | undefined => {
  const records: unknown = packr.unpack(page);
  return Array.isArray(records) ? (records as LedgerRecord[]) : undefined;
};

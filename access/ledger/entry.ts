import type { PeriodTotal } from "../quota/totals.ts";
import { packValues } from "../redis/pack.ts";
import { unpackValues } from "../redis/unpack.ts";
import { Failure } from "../runtime/failure.ts";
import { packMarks } from "../session/kept-marks.ts";

/**
 * One thing that happened, as the ledger stream carries it. Totals, never differences.
 *
 * Without names, in this order, since Redis writes thousands a second. Empty text and 0 stand for what is not known or
 * does not apply; -1 for a counter nobody named.
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
  /** high-water marks as PostgreSQL keeps them (`access/session/kept-marks.ts`); empty before the first report */
  marks: Buffer,
  /** Event-Timestamp that was not believed, epoch ms; -1 where it was, or there was none */
  saidAt: number,
  /** raw counters that were not believed */
  claimedUp: number,
  claimedDown: number,
  claimedSeconds: number,
  /** why a login was decided as it was (`traceText`); empty for what is no login */
  trace: string,
];

/** The marks of what states no session that was reported. */
export const NO_MARKS: Buffer = Buffer.alloc(0);

/** The name of an entry's fields; each holds a record as `packValues` packs it. */
const RECORD = Buffer.from("r");
/** The name of a field that only keeps the stream's place. */
const PLACE = Buffer.from("k");

/** Name and value of the field of an entry that holds a record. */
export const fieldsOfRecord = (record: LedgerRecord): readonly [name: Buffer, value: Buffer] => [
  RECORD,
  packValues(record),
];

const VALUES = 26;
const EVENT_AT = 14;
const MARKS = 20;

/** Marks were a list before they were packed as they are kept. */
const packedMarks = (marks: readonly unknown[], eventAt: number): Buffer =>
  marks.length === 0 ? NO_MARKS : packMarks(marks, eventAt, true);

/** A record that is one. */
const whole = (values: readonly unknown[]): LedgerRecord => {
  if (values.length !== VALUES || typeof values[0] !== "string") throw new Failure("ledger_unreadable");
  const marks = values[MARKS];
  if (Buffer.isBuffer(marks)) return values as unknown as LedgerRecord;
  if (!Array.isArray(marks)) throw new Failure("ledger_unreadable");
  return values.with(MARKS, packedMarks(marks, Number(values[EVENT_AT]))) as unknown as LedgerRecord;
};

/**
 * Reads a ledger entry.
 *
 * @param fields  names and values in turn, as Redis returns them
 * @throws Failure `ledger_unreadable`, or what the codec throws, where nobody of ours wrote it
 * @returns what happened in one call to Redis, in order; nothing for an entry that only keeps the stream's place
 */
export const recordsIn = (fields: readonly Buffer[]): LedgerRecord[] => {
  const records: LedgerRecord[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2)
    if (RECORD.equals(fields[at] as Buffer)) records.push(whole(unpackValues(fields[at + 1] as Buffer)));
    else if (!PLACE.equals(fields[at] as Buffer)) throw new Failure("ledger_unreadable");
  return records;
};

const LENGTH = 4;

/** An entry's fields as one page, each behind its length (32 bits), as evidence keeps it. */
export const pageOfFields = (fields: readonly Buffer[]): Buffer => {
  const whole = Buffer.allocUnsafe(fields.reduce((sum, field) => sum + LENGTH + field.length, 0));
  let at = 0;
  for (const field of fields) {
    whole.writeUInt32BE(field.length, at);
    whole.set(field, at + LENGTH);
    at += LENGTH + field.length;
  }
  return whole;
};

const fieldsOf = (whole: Buffer): Buffer[] => {
  const fields: Buffer[] = [];
  for (let at = 0; at + LENGTH <= whole.length; ) {
    const end = at + LENGTH + whole.readUInt32BE(at);
    fields.push(whole.subarray(at + LENGTH, end));
    at = end;
  }
  return fields;
};

/** Records as a page, each whole. */
export const packPage = (records: readonly LedgerRecord[]): Buffer =>
  pageOfFields(records.flatMap(fieldsOfRecord));

/** Reads a page. */
export const unpackPage = (page: Buffer): LedgerRecord[] => recordsIn(fieldsOf(page));

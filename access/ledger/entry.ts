import { type PeriodTotal, totalsIn } from "../quota/totals.ts";
import { packValues, unpackValues } from "../redis/pack.ts";
import { Failure } from "../runtime/failure.ts";
import { marksIn, type PackedSession } from "../session/packed.ts";

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
  /** high-water marks as `account.lua` keeps them; empty before the first report */
  marks: readonly unknown[],
  /** Event-Timestamp that was not believed, epoch ms; -1 where it was, or there was none */
  saidAt: number,
  /** raw counters that were not believed */
  claimedUp: number,
  claimedDown: number,
  claimedSeconds: number,
  /** why a login was decided as it was (`traceText`); empty for what is no login */
  trace: string,
];

/** Names of an entry's fields, each a letter: a whole record; or a head, the session, and of a report the person. */
const RECORD = Buffer.from("r");
const CODE = { record: 0x72, head: 0x68, person: 0x70 } as const;

/** Name and value of the field of an entry that holds a whole record, for what is no change of a session. */
export const fieldsOfRecord = (record: LedgerRecord): readonly [name: Buffer, value: Buffer] => [
  RECORD,
  packValues(record),
];

/** What `account.lua`, `open.lua` and `settle.lua` say of what happened to a session. */
type Head = readonly [
  kind: string,
  subscriberId: number,
  sessionId: string,
  eventAt: number,
  receivedAt: number,
  saidAt: number,
  claimedUp: number,
  claimedDown: number,
  claimedSeconds: number,
  trace: string,
  /** letter and start of each period touched */
  ...touched: readonly (string | number)[],
];

const HEAD = 10;

/** The totals of the periods a head names, as the person's values have them. */
const usageOf = (head: readonly unknown[], person: readonly unknown[]): PeriodTotal[] => {
  const usage: PeriodTotal[] = [];
  const totals = head.length > HEAD ? totalsIn(person) : [];
  for (let at = HEAD; at < head.length; at += 2) {
    const total = totals.find(([letter, start]) => start === head[at + 1] && letter === head[at]);
    if (total) usage.push(total);
  }
  return usage;
};

const NO_PERSON: readonly unknown[] = [0, 0, "", 0, [], 0];

/** The record of a head, the session and the person it stands before. */
const recordOf = (head: Head, session: readonly unknown[], person: readonly unknown[]): LedgerRecord => {
  const s = session as PackedSession;
  const [kind, subscriberId, sessionId, eventAt, receivedAt] = head;
  const marks = s[17] === 1 ? marksIn(session) : [];
  // biome-ignore format: the session's places, as packed.ts names them
  return [
    kind, subscriberId, sessionId, s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8],
    s[11], s[12], s[13], eventAt, receivedAt, s[15], s[16], s[14],
    usageOf(head, person), marks, head[5], head[6], head[7], head[8], head[9],
  ];
};

const VALUES = 26;

/** A record that is one. */
const whole = (values: readonly unknown[]): LedgerRecord => {
  if (values.length !== VALUES || typeof values[0] !== "string") throw new Failure("ledger_unreadable");
  return values as unknown as LedgerRecord;
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
  const values = (at: number): readonly unknown[] => unpackValues(fields[at] as Buffer);
  const isAt = (at: number, code: number): boolean => fields[at]?.length === 1 && fields[at]?.[0] === code;
  for (let at = 0; at + 1 < fields.length; at += 2) {
    if (isAt(at, CODE.record)) records.push(whole(values(at + 1)));
    if (!isAt(at, CODE.head)) continue;
    const person = isAt(at + 4, CODE.person) ? values(at + 5) : NO_PERSON;
    records.push(recordOf(values(at + 1) as unknown as Head, values(at + 3), person));
  }
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

import { type LedgerRecord, recordsIn } from "#access/ledger/entry";
import type { Placed } from "#access/ledger/record";

/** One entry of a ledger stream as Redis returns it: its id, and fields and values in turn. */
export type RawEntry = readonly [id: Buffer, fields: readonly Buffer[]];

/** What happened in one call to Redis, in order. */
export type Page = {
  /** hash tag of its stream */
  readonly stream: number;
  /** `<ms>-<sequence>` */
  readonly id: string;
  /** names and values in turn, as Redis has them */
  readonly fields: readonly Buffer[];
  /** empty where `isReadable` is not so */
  readonly records: readonly LedgerRecord[];
  /** whether it is of our own making */
  readonly isReadable: boolean;
};

const readable = (fields: readonly Buffer[]): readonly LedgerRecord[] | undefined => {
  try {
    return recordsIn(fields);
  } catch {
    return undefined;
  }
};

/** Reads an entry; `undefined` for one that only keeps the stream's place. */
export const pageOf = (stream: number, [id, fields]: RawEntry): Page | undefined => {
  const records = readable(fields);
  if (records?.length === 0) return undefined;
  return {
    stream,
    id: String(id),
    fields,
    records: records ?? [],
    isReadable: records !== undefined,
  };
};

/** Those records of pages that a claim holds for, with their names. */
export const placed = (pages: readonly Page[], holds: (record: LedgerRecord) => boolean): Placed[] => {
  const found: Placed[] = [];
  for (const { stream, id, records } of pages)
    records.forEach((record, place) => {
      if (holds(record)) found.push({ name: `${stream}:${id}:${place}`, record });
    });
  return found;
};

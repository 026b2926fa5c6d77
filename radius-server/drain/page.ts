import { type LedgerRecord, PAGE, unpackPage } from "#access/ledger/entry";
import type { Placed } from "#access/ledger/record";

/** One entry of a ledger stream as Redis returns it: its id, and fields and values in turn. */
export type RawEntry = readonly [id: Buffer, fields: readonly Buffer[]];

/** What happened in one call to Redis, in order. */
export type Page = {
  /** hash tag of its stream */
  readonly stream: number;
  /** `<ms>-<sequence>` */
  readonly id: string;
  readonly octets: Buffer;
  /** empty where `isReadable` is not so */
  readonly records: readonly LedgerRecord[];
  /** whether it is of our own making */
  readonly isReadable: boolean;
};

const recordsIn = (octets: Buffer): readonly LedgerRecord[] | undefined => {
  try {
    return unpackPage(octets);
  } catch {
    return undefined;
  }
};

/** Reads an entry; `undefined` for one that only keeps the stream's place. */
export const pageOf = (stream: number, [id, fields]: RawEntry): Page | undefined => {
  const [field, octets] = fields;
  if (!octets || String(field) !== PAGE) return undefined;
  const records = recordsIn(octets);
  return {
    stream,
    id: String(id),
    octets,
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

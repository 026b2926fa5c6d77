import { Packr } from "msgpackr";

/** What Redis is filled again from, of a session: high-water marks, latest event (epoch ms), whether it started. */
export type KeptMarks = {
  readonly h?: readonly unknown[];
  readonly ev?: number;
  readonly st?: "0" | "1";
};

const packr = new Packr({ useRecords: false, int64AsType: "number" });

/** Marks as PostgreSQL keeps them: a third of their JSON, and a third of its cost. */
export const packMarks = (marks: KeptMarks): Buffer => packr.pack(marks);

/** `{`, with which JSON begins and MessagePack of a map does not. */
const JSON_BEGINS = 0x7b;

const read = (kept: Buffer): unknown => {
  if (kept.length === 0) return {};
  return kept[0] === JSON_BEGINS ? JSON.parse(kept.toString()) : packr.unpack(kept);
};

/**
 * Reads what `packMarks` wrote. Marks in the text of before the ledger was pages are left out: the session's totals
 * still hold.
 */
export const unpackMarks = (kept: Buffer): KeptMarks => {
  const { h, ...more } = read(kept) as KeptMarks & { readonly h?: unknown };
  return Array.isArray(h) ? { ...more, h } : more;
};

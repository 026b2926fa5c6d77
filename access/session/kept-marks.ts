import { Packr } from "msgpackr";
import type { Marks } from "../quota/marks.ts";
import { sizeOfMarks, writeMarks } from "../quota/packed-marks.ts";
import { packing, type Writer } from "../redis/pack.ts";

/** What Redis is filled again from, of a session: high-water marks, latest event (epoch ms), whether it started. */
export type KeptMarks = {
  readonly h?: readonly unknown[];
  readonly ev?: number;
  readonly st?: "0" | "1";
};

const packr = new Packr({ useRecords: false, int64AsType: "number" });

type Packed = readonly [eventAt: number, started: 0 | 1, ...marks: unknown[]];

/** Marks as PostgreSQL keeps them. @param eventAt  latest event, epoch ms */
export const packMarks = (marks: readonly unknown[], eventAt: number, isStarted: boolean): Buffer =>
  packing((to) => to.value([eventAt, isStarted ? 1 : 0, ...marks] satisfies Packed));

/** Writes marks of a session that was reported as `packMarks` packs them. */
export const writeKeptMarks = (to: Writer, marks: Marks): void => {
  to.list(2 + sizeOfMarks(marks));
  to.number(marks.eventAt);
  to.number(1);
  writeMarks(to, marks);
};

/** `{`, with which JSON begins and MessagePack of a map does not. */
const JSON_BEGINS = 0x7b;

const read = (kept: Buffer): unknown => {
  if (kept.length === 0) return {};
  return kept[0] === JSON_BEGINS ? JSON.parse(kept.toString()) : packr.unpack(kept);
};

const isPacked = (read: unknown): read is Packed => Array.isArray(read);

/**
 * Reads what `packMarks` wrote, or what was kept before it did, with names. Marks in the text of before the ledger was
 * pages are left out: the session's totals still hold.
 */
export const unpackMarks = (kept: Buffer): KeptMarks => {
  const marks = read(kept);
  if (isPacked(marks)) {
    const [ev, started, ...h] = marks;
    return { h, ev, st: started === 1 ? "1" : "0" };
  }
  const { h, ...more } = marks as KeptMarks & { readonly h?: unknown };
  return Array.isArray(h) ? { ...more, h } : more;
};

import { codeAt } from "../runtime/code-at.ts";

/**
 * Arrays as PostgreSQL's binary protocol has them (`array_recv` in arrayfuncs.c): the cheapest way to hand over many
 * rows, one array for each column. A Buffer among the values of a question is sent in binary, so the type in the
 * statement must be the one named here.
 */

/** Object identifiers of the elements' types (pg_type.dat). */
const OID = { bytea: 17, int8: 20, text: 25, macaddr: 829, timestamptz: 1184 } as const;

const HEAD = 20;
const TWO_32 = 2 ** 32;
const NULL = -1;

const viewOf = (column: Buffer): DataView =>
  new DataView(column.buffer, column.byteOffset, column.byteLength);

const writeHead = (view: DataView, element: number, rows: number): void => {
  view.setInt32(0, 1); // one dimension
  view.setInt32(4, 0); // whether nulls are among them is looked up by whom it is sent to
  view.setInt32(8, element);
  view.setInt32(12, rows);
  view.setInt32(16, 1); // counted from one
};

const wholes = <Row>(
  element: number,
  rows: readonly Row[],
  read: (row: Row) => number | null,
  { origin, unit }: { readonly origin: number; readonly unit: number },
): Buffer => {
  const column = Buffer.allocUnsafe(HEAD + rows.length * 12);
  const view = viewOf(column);
  writeHead(view, element, rows.length);
  let at = HEAD;
  for (const row of rows) {
    const value = read(row);
    view.setInt32(at, value === null ? NULL : 8);
    at += 4;
    if (value === null) continue;
    const units = (Math.trunc(value) - origin) * unit;
    const high = Math.floor(units / TWO_32);
    view.setInt32(at, high);
    view.setUint32(at + 4, units - high * TWO_32);
    at += 8;
  }
  return column.subarray(0, at);
};

const PLAIN = { origin: 0, unit: 1 };
/** Milliseconds between 1970 and 2000, from where PostgreSQL counts microseconds. */
const SINCE_2000 = { origin: 946_684_800_000, unit: 1000 };

/** Whole numbers, as `bigint[]`. */
export const bigints = <Row>(rows: readonly Row[], read: (row: Row) => number | null): Buffer =>
  wholes(OID.int8, rows, read, PLAIN);

/** Instants in epoch ms, as `timestamptz[]`. */
export const instants = <Row>(rows: readonly Row[], read: (row: Row) => number | null): Buffer =>
  wholes(OID.timestamptz, rows, read, SINCE_2000);

/** Octets of a growing length; one at a time is written, so all share this room. */
let room = Buffer.allocUnsafeSlow(1 << 16);

const makeRoom = (used: number, more: number): void => {
  if (used + more <= room.length) return;
  const larger = Buffer.allocUnsafeSlow(Math.max(room.length * 2, used + more));
  room.copy(larger, 0, 0, used);
  room = larger;
};

/** What is written octet by octet here is quicker than by asking for it, as long as it is short. */
const SHORT = 40;

/** Writes ASCII; @returns where it ends, or -1 where it is none */
const writeShort = (text: string, at: number): number => {
  for (let index = 0; index < text.length; index += 1) {
    const code = codeAt(text, index);
    if (code > 127) return -1;
    room[at + index] = code;
  }
  return at + text.length;
};

const writeText = (text: string, at: number): number => {
  const end = text.length <= SHORT ? writeShort(text, at) : -1;
  return end < 0 ? at + room.write(text, at) : end;
};

/** Texts, as `text[]`. */
export const texts = <Row>(rows: readonly Row[], read: (row: Row) => string | null): Buffer => {
  let at = HEAD;
  for (const row of rows) {
    const text = read(row);
    makeRoom(at, 4 + (text === null ? 0 : text.length * 3));
    const end = text === null ? at + 4 : writeText(text, at + 4);
    room.writeInt32BE(text === null ? NULL : end - at - 4, at);
    at = end;
  }
  writeHead(viewOf(room), OID.text, rows.length);
  return Buffer.from(room.subarray(0, at));
};

/** Octets, as `bytea[]`. */
export const octets = <Row>(rows: readonly Row[], read: (row: Row) => Buffer): Buffer => {
  let at = HEAD;
  for (const row of rows) {
    const value = read(row);
    makeRoom(at, 4 + value.length);
    room.writeInt32BE(value.length, at);
    room.set(value, at + 4);
    at += 4 + value.length;
  }
  writeHead(viewOf(room), OID.bytea, rows.length);
  return Buffer.from(room.subarray(0, at));
};

const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/;

/** Addresses of devices written `aa:bb:cc:dd:ee:01`, as `macaddr[]`; what is none becomes null. */
export const macs = <Row>(rows: readonly Row[], read: (row: Row) => string): Buffer => {
  const column = Buffer.allocUnsafe(HEAD + rows.length * 10);
  writeHead(viewOf(column), OID.macaddr, rows.length);
  let at = HEAD;
  for (const row of rows) {
    const text = read(row);
    if (!MAC.test(text)) at = column.writeInt32BE(NULL, at);
    else {
      at = column.writeInt32BE(6, at);
      column.write(text.replaceAll(":", ""), at, "hex");
      at += 6;
    }
  }
  return column.subarray(0, at);
};

import { codeAt } from "../runtime/code-at.ts";

// Our own writer, since it goes on in one buffer through many values and texts of values: packing them apart and
// together again took a third of what a report costs (measured). MessagePack specification, formats.
const FIXARRAY = 0x90;
const FIXSTR = 0xa0;
const NIL = 0xc0;
const FALSE = 0xc2;
const TRUE = 0xc3;
const FLOAT_64 = 0xcb;
const UINT_8 = 0xcc;
const UINT_16 = 0xcd;
const UINT_32 = 0xce;
const INT_32 = 0xd2;
const BIN_32 = 0xc6;
const STR_16 = 0xda;
const STR_32 = 0xdb;
const ARRAY_16 = 0xdc;

let octets = Buffer.allocUnsafe(2 ** 16);
let view = new DataView(octets.buffer, octets.byteOffset, octets.length);
let end = 0;

/** Makes room for so many octets more. */
const need = (more: number): void => {
  if (end + more <= octets.length) return;
  const larger = Buffer.allocUnsafe(2 * (end + more));
  larger.set(octets.subarray(0, end));
  octets = larger;
  view = new DataView(octets.buffer, octets.byteOffset, octets.length);
};

const put8 = (head: number, value: number): void => {
  octets[end] = head;
  octets[end + 1] = value;
  end += 2;
};
const put16 = (head: number, value: number): void => {
  octets[end] = head;
  view.setUint16(end + 1, value);
  end += 3;
};
const put32 = (head: number, value: number): void => {
  octets[end] = head;
  view.setUint32(end + 1, value);
  end += 5;
};

const writeNumber = (value: number): void => {
  need(9);
  if (value >>> 0 === value) {
    if (value < 2 ** 7) octets[end++] = value;
    else if (value < 2 ** 8) put8(UINT_8, value);
    else if (value < 2 ** 16) put16(UINT_16, value);
    else put32(UINT_32, value);
  } else if (value >> 0 === value) {
    put32(INT_32, value);
  } else {
    octets[end] = FLOAT_64;
    view.setFloat64(end + 1, value);
    end += 9;
  }
};

/** Longest text that is written octet by octet: calling Node for it costs more. */
const SHORT = 31;
const ASCII = 0x7f;

/** Writes a short text of ASCII characters. @returns false, with nothing written, for any other */
const writeShort = (text: string): boolean => {
  const { length } = text;
  for (let index = 0; index < length; index += 1) {
    const code = codeAt(text, index);
    if (code > ASCII) return false;
    octets[end + 1 + index] = code;
  }
  octets[end] = FIXSTR | length;
  end += 1 + length;
  return true;
};

const LENGTH_16 = 3;
const LENGTH_32 = 5;

/** Puts a head of 5 octets before what was written behind room for it. */
const close = (from: number, head: typeof STR_32 | typeof BIN_32): void => {
  octets[from] = head;
  view.setUint32(from + 1, end - from - LENGTH_32);
};

const MOST_OCTETS_A_CHARACTER = 3;

const writeText = (text: string): void => {
  const most = text.length * MOST_OCTETS_A_CHARACTER;
  need(most + LENGTH_32);
  if (text.length <= SHORT && writeShort(text)) return;
  const from = end;
  if (most < 2 ** 16) {
    const written = octets.write(text, from + LENGTH_16);
    put16(STR_16, written);
    end += written;
    return;
  }
  end += LENGTH_32;
  end += octets.write(text, end);
  close(from, STR_32);
};

const writeOctets = (value: Uint8Array): void => {
  need(value.length + LENGTH_32);
  put32(BIN_32, value.length);
  octets.set(value, end);
  end += value.length;
};

const beginList = (size: number): void => {
  need(LENGTH_16);
  if (size < 2 ** 4) octets[end++] = FIXARRAY | size;
  else put16(ARRAY_16, size);
};

const writeList = (list: readonly unknown[]): void => {
  beginList(list.length);
  writeAll(list);
};

const writeAll = (values: readonly unknown[]): void => {
  // not for…of: an iterator costs more here than most of the writing
  for (let index = 0; index < values.length; index += 1) writeValue(values[index]);
};

const writeValue = (value: unknown): void => {
  if (typeof value === "number") writeNumber(value);
  else if (typeof value === "string") writeText(value);
  else if (Array.isArray(value)) writeList(value);
  else if (value instanceof Uint8Array) writeOctets(value);
  else {
    need(1);
    octets[end++] = value === true ? TRUE : value === false ? FALSE : NIL;
  }
};

/** Writes values as MessagePack, one behind another. */
export type Writer = {
  readonly number: (value: number) => void;
  readonly text: (value: string) => void;
  /** numbers, texts, booleans, octets, lists of these; anything else is written as nil */
  readonly value: (value: unknown) => void;
  /** begins a list of the so many values that are written next, at most 65,535 */
  readonly list: (size: number) => void;
  /** each of them, with nothing that says how many */
  readonly values: (values: readonly unknown[]) => void;
  /** begins a text that holds what is written until it is closed */
  readonly openText: () => number;
  /** @param from  what opening it returned */
  readonly closeText: (from: number) => void;
  /** closes what was opened as octets, which no reader takes for a text */
  readonly closeOctets: (from: number) => void;
  /** what a closed text holds, good until more is written */
  readonly textAt: (from: number) => Uint8Array;
};

const WRITER: Writer = {
  number: writeNumber,
  text: writeText,
  value: writeValue,
  list: beginList,
  values: writeAll,
  openText: () => {
    need(LENGTH_32);
    const from = end;
    end += LENGTH_32;
    return from;
  },
  closeText: (from) => close(from, STR_32),
  closeOctets: (from) => close(from, BIN_32),
  textAt: (from) => octets.subarray(from + LENGTH_32, from + LENGTH_32 + view.getUint32(from + 1)),
};

/**
 * What is written, one value behind another, which scripts read by `cmsgpack.unpack`: one text instead of dozens, and
 * numbers stay numbers. Not one list, since a table costs `cmsgpack` ten times as much (measured). `cmsgpack` knows no
 * type for octets, and takes any for a text.
 *
 * @param write  may not pack anything else meanwhile
 */
export const packing = (write: (to: Writer) => void): Buffer => {
  end = 0;
  write(WRITER);
  const packed = Buffer.allocUnsafe(end);
  packed.set(octets.subarray(0, end));
  return packed;
};

/** Values packed one behind another. */
export const packValues = (values: readonly unknown[]): Buffer => packing((to) => to.values(values));

// MessagePack specification, formats: what `pack.ts` writes, and what `cmsgpack` of a script would. Our own reader beside
// our own writer: a library makes a list of everything first, and that took longer than all counting (measured).
const FIXARRAY = 0x90;
const FIXSTR = 0xa0;
const NIL = 0xc0;
const FALSE = 0xc2;
const TRUE = 0xc3;
const BIN_8 = 0xc4;
const BIN_32 = 0xc6;
const FLOAT_32 = 0xca;
const FLOAT_64 = 0xcb;
const UINT_8 = 0xcc;
const UINT_16 = 0xcd;
const UINT_32 = 0xce;
const UINT_64 = 0xcf;
const INT_8 = 0xd0;
const INT_16 = 0xd1;
const INT_32 = 0xd2;
const INT_64 = 0xd3;
const STR_8 = 0xd9;
const STR_16 = 0xda;
const STR_32 = 0xdb;
const ARRAY_16 = 0xdc;
const ARRAY_32 = 0xdd;
const NEGATIVE = 0xe0;

const EMPTY = Buffer.alloc(0);

let octets: Buffer = EMPTY;
let at = 0;

const unreadable = (): never => {
  throw new RangeError("not as it was packed");
};

/** Passes over so many octets. @returns where they begin */
const take = (length: number): number => {
  const from = at;
  if (from + length > octets.length) unreadable();
  at = from + length;
  return from;
};

const integer64 = (value: bigint): number => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : unreadable();
};

/** The number that begins with an octet that was passed over. */
const numberBehind = (head: number): number => {
  if (head < 2 ** 7) return head;
  if (head >= NEGATIVE) return head - 2 ** 8;
  switch (head) {
    case FLOAT_64:
      return octets.readDoubleBE(take(8));
    case UINT_32:
      return octets.readUInt32BE(take(4));
    case UINT_16:
      return octets.readUInt16BE(take(2));
    case UINT_8:
      return octets.readUInt8(take(1));
    case INT_32:
      return octets.readInt32BE(take(4));
    case INT_16:
      return octets.readInt16BE(take(2));
    case INT_8:
      return octets.readInt8(take(1));
    case FLOAT_32:
      return octets.readFloatBE(take(4));
    case UINT_64:
      return integer64(octets.readBigUInt64BE(take(8)));
    case INT_64:
      return integer64(octets.readBigInt64BE(take(8)));
    default:
      return unreadable();
  }
};

/** Length of the text that begins with an octet that was passed over; -1 where none does. */
const lengthBehind = (head: number): number => {
  if ((head & 0xe0) === FIXSTR) return head & 0x1f;
  switch (head) {
    case STR_8:
      return octets.readUInt8(take(1));
    case STR_16:
      return octets.readUInt16BE(take(2));
    case STR_32:
      return octets.readUInt32BE(take(4));
    default:
      return -1;
  }
};

const ASCII = 0x7f;

const isAscii = (from: number, to: number): boolean => {
  for (let place = from; place < to; place += 1) if (octets[place]! > ASCII) return false;
  return true;
};

/** Longest text looked at octet by octet; longer ones are quicker decoded than looked at. */
const SHORT = 64;

const textOf = (length: number): string => {
  if (length === 0) return "";
  const from = take(length);
  return octets.toString(length <= SHORT && isAscii(from, at) ? "latin1" : "utf8", from, at);
};

/** Octets that begin with an octet that was passed over; `undefined` where none do. */
const octetsBehind = (head: number): Buffer | undefined => {
  if (head < BIN_8 || head > BIN_32) return undefined;
  const size = 2 ** (head - BIN_8);
  const length = octets.readUIntBE(take(size), size);
  const from = take(length);
  return octets.subarray(from, at);
};

const sizeBehind = (head: number): number => {
  if ((head & 0xf0) === FIXARRAY) return head & 0x0f;
  if (head === ARRAY_16) return octets.readUInt16BE(take(2));
  return head === ARRAY_32 ? octets.readUInt32BE(take(4)) : unreadable();
};

/** Each value takes an octet at least, so that a size that lies allocates nothing. */
const listOf = (size: number): unknown[] => {
  if (size > octets.length - at) unreadable();
  const list: unknown[] = [];
  for (let index = 0; index < size; index += 1) list.push(readValue());
  return list;
};

const readNumber = (): number => numberBehind(octets[take(1)]!);

const readText = (): string => {
  const length = lengthBehind(octets[take(1)]!);
  return length < 0 ? unreadable() : textOf(length);
};

const isNumber = (head: number): boolean =>
  head < 2 ** 7 || head >= NEGATIVE || (head >= FLOAT_32 && head <= INT_64);

const readValue = (): unknown => {
  const head = octets[take(1)]!;
  if (isNumber(head)) return numberBehind(head);
  const length = lengthBehind(head);
  if (length >= 0) return textOf(length);
  if (head === TRUE || head === FALSE) return head === TRUE;
  return head === NIL ? null : (octetsBehind(head) ?? listOf(sizeBehind(head)));
};

/** Reads MessagePack values one behind another; what comes as something else was not packed so: RangeError. */
export type Reader = {
  readonly number: () => number;
  readonly text: () => string;
  /** a number, a text, a boolean, null, octets (a view of what is read), or a list of these */
  readonly value: () => unknown;
  /** whether there is nothing more */
  readonly isEnd: () => boolean;
};

const READER: Reader = {
  number: readNumber,
  text: readText,
  value: readValue,
  isEnd: () => at === octets.length,
};

/**
 * What is read of packed values.
 *
 * @param read  may not unpack anything else meanwhile
 * @throws RangeError for what was not packed as it is read; and what `read` throws
 */
export const unpacking = <T>(packed: Buffer, read: (from: Reader) => T): T => {
  octets = packed;
  at = 0;
  try {
    return read(READER);
  } finally {
    octets = EMPTY; // not kept from being collected
  }
};

const readAll = (from: Reader): readonly unknown[] => {
  const values: unknown[] = [];
  while (!from.isEnd()) values.push(from.value());
  return values;
};

/** The values somebody packed one behind another; the caller knows their order. @throws RangeError */
export const unpackValues = (packed: Buffer): readonly unknown[] => unpacking(packed, readAll);

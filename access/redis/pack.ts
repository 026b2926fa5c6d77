import { Packr } from "msgpackr";

// Redis writes whole numbers beyond 32 bits as 64; all of ours fit a double exactly.
const packr = new Packr({ useRecords: false, int64AsType: "number", variableMapSize: true });

/** Octets of the head of a MessagePack list of so many values. */
const headOf = (count: number): number => {
  if (count < 2 ** 4) return 1;
  return count < 2 ** 16 ? 3 : 5;
};

/**
 * Values as MessagePack, one behind another, which scripts read by `cmsgpack.unpack`: one text instead of dozens, and
 * numbers stay numbers. Not one list, since a table costs `cmsgpack` ten times as much (measured).
 */
export const packValues = (values: readonly unknown[]): Buffer =>
  packr.pack(values).subarray(headOf(values.length));

/** The values somebody packed; the caller knows their order. */
export const unpackValues = (packed: Uint8Array): readonly unknown[] => packr.unpackMultiple(packed) ?? [];

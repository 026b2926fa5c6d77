import { describe, expect, it } from "vitest";
import { fieldsOfRecord, type LedgerRecord, NO_MARKS, recordsIn } from "#access/ledger/entry";
import { packValues } from "#access/redis/pack";
import { packMarks } from "#access/session/kept-marks";
import { BEGINNING } from "../../setup/stores.ts";

const AT = BEGINNING + 60_000;
const MARKS = [0, 0, true, 0, 0, 0, 0, -1, 0, 0, 5, 2 ** 40, 7];

const recordWith = (marks: unknown): readonly unknown[] => [
  ...["interim", 1, "a000000000000001", 1, 2, 3, "aa:bb:cc:dd:ee:01", "w-1", "8000", "10.0.0.1", BEGINNING],
  ...[5, 2 ** 40, 60, AT, AT, 0, "", "full", [["d", BEGINNING / 1000, 5, 7, 60]], marks, -1, -1, -1, -1, ""],
];

describe("a record of the ledger", () => {
  it("comes back as it was written, its marks as PostgreSQL keeps them", () => {
    for (const marks of [packMarks(MARKS, AT, true), NO_MARKS]) {
      const record = recordWith(marks) as unknown as LedgerRecord;
      expect(recordsIn([...fieldsOfRecord(record)])).toEqual([record]);
    }
  });

  it("is read as it was written before, with its marks as a list", () => {
    const read = (marks: unknown) => recordsIn([Buffer.from("r"), packValues(recordWith(marks))]);
    expect(read(MARKS)).toEqual([recordWith(packMarks(MARKS, AT, true))]);
    expect(read([])).toEqual([recordWith(NO_MARKS)]);
  });

  it("is refused where it is none of ours", () => {
    for (const values of [recordWith(NO_MARKS).slice(1), recordWith("text"), recordWith(7)]) {
      const fields = [Buffer.from("r"), packValues(values)];
      expect(() => recordsIn(fields)).toThrow("ledger_unreadable");
    }
    expect(() => recordsIn([Buffer.from("x"), Buffer.alloc(0)])).toThrow("ledger_unreadable");
  });
});

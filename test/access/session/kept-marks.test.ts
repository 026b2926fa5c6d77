import { Packr } from "msgpackr";
import { describe, expect, it } from "vitest";
import { type Marks, unmarked } from "#access/quota/marks";
import { marksOf } from "#access/quota/packed-marks";
import { packing } from "#access/redis/pack";
import { packMarks, unpackMarks, writeKeptMarks } from "#access/session/kept-marks";

const EVENT = 1_795_402_800_000;

describe("marks in PostgreSQL", () => {
  it("are read as they were written", () => {
    const marks = [0, 5_000_000_000, true, 0, 0, 0, 0, -1, 0, 0, 7, 2 ** 40, 3];
    expect(unpackMarks(packMarks(marks, EVENT, true))).toEqual({ h: marks, ev: EVENT, st: "1" });
    expect(unpackMarks(packMarks([], 5, false))).toEqual({ h: [], ev: 5, st: "0" });
  });

  it.each([0, 3_600_000, -3_600_000])("are those of a session whose NAS's clock is %i ms ahead", (ahead) => {
    const points = [{ place: 7, up: 2 ** 40, down: -1 }];
    const marks: Marks = { ...unmarked(EVENT), up: 2 ** 40, seconds: 7, points, saidAt: EVENT + ahead };
    const { h, ev } = unpackMarks(packing((to) => writeKeptMarks(to, marks)));
    expect(marksOf(h ?? [], { ...marks, eventAt: ev ?? 0 })).toEqual(marks);
  });

  it("are read as they were written with names before", () => {
    const packr = new Packr({ useRecords: false, int64AsType: "number" });
    const marks = { h: [1, [2, 3]], ev: EVENT, st: "1" } as const;
    expect(unpackMarks(packr.pack(marks))).toEqual(marks);
  });

  it("are read without their counters where those are text", () => {
    const text = JSON.stringify({ h: "0;0;1", ev: 5, st: "1" });
    expect(unpackMarks(Buffer.from(text))).toEqual({ ev: 5, st: "1" });
  });

  it("are nothing where nothing was kept", () => {
    expect(unpackMarks(Buffer.alloc(0))).toEqual({});
  });
});

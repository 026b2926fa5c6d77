import { describe, expect, it } from "vitest";
import { noGuests } from "../../bench/generator/guests.ts";
import type { Load, Order } from "../../bench/generator/order.ts";
import { type Source, sourceOf } from "../../bench/generator/sources.ts";

const order = (load: Load, most: number, more: Partial<Order> = {}): Order => ({
  aim: { authPort: 1812, acctPort: 1813, by: "grant", subscribers: 100 },
  load,
  pace: { kind: "closed", inFlight: 1 },
  seconds: 1,
  most,
  firstLogin: 1,
  keep: false,
  ...more,
});

/** What is asked when every request is answered before the next, as `kind` after `kind`. */
const asked = (source: Source): string[] => {
  const kinds: string[] = [];
  for (let session = source.take(); session; session = source.take()) {
    kinds.push(session.kind);
    source.landed(session);
  }
  return kinds;
};

describe("the requests of a load", () => {
  it("are whole sessions one after the other", () => {
    const whole = ["login", "start", "interim", "interim", "interim", "stop"];
    expect(asked(sourceOf(order("sessions", 2), noGuests()))).toEqual([...whole, ...whole]);
  });

  it("are a mix of all kinds at a steady rate, many sessions side by side", () => {
    const source = sourceOf(
      order("sessions", 1_000, { pace: { kind: "open", perSecond: 10_000 } }),
      noGuests(),
    );
    const taken = Array.from({ length: 4_000 }, () => {
      const session = source.take()!;
      const { kind } = session;
      source.landed(session);
      return { session, kind };
    });
    const late = taken.slice(-600);
    expect(new Set(late.map(({ session }) => session)).size).toBeGreaterThan(200);
    for (const kind of ["login", "start", "stop"])
      expect(late.filter((each) => each.kind === kind).length).toBeGreaterThan(50);
  });

  it("start each session that is kept once, those that came later too", () => {
    const guests = noGuests();
    for (const [firstLogin, count] of [
      [1, 3],
      [4, 2],
    ] as const) {
      asked(sourceOf(order("logins", count, { keep: true, firstLogin }), guests));
      expect(asked(sourceOf(order("starts", count), guests))).toHaveLength(count);
    }
    expect(guests.kept).toHaveLength(5);
  });

  it("report of the kept sessions in turn, each a little more, none twice at once", () => {
    const guests = noGuests();
    asked(sourceOf(order("logins", 2, { keep: true }), guests));
    const source = sourceOf(order("interims", 3), guests);
    const [first, second] = [source.take(), source.take()];
    expect(second).not.toBe(first);
    expect(first?.down).toBeGreaterThan(1_000_000);
    Object.assign(first!, { isUnderWay: true });
    expect(source.take()).toBeUndefined();
    Object.assign(first!, { isUnderWay: false });
    expect(source.take()).toBe(first);
    expect(source.take()).toBeUndefined();
  });

  it("end the sessions that logins left, where the server keeps them", () => {
    const guests = noGuests();
    asked(sourceOf(order("logins", 3), guests));
    expect(asked(sourceOf(order("stops", 0), guests))).toEqual(["stop", "stop", "stop"]);
    expect(guests.left).toEqual([]);
  });
});

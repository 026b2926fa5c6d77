import { describe, expect, it } from "vitest";
import { type CountedFault, pendingOf, SOURCES } from "#access/attempt/pending";

const fault = (over: Partial<CountedFault> = {}): CountedFault => ({
  nasId: 0,
  source: "192.0.2.1",
  reason: "unknown-nas",
  day: "2026-11-23",
  count: 1,
  lastAt: 1_000,
  ...over,
});

const forged = (index: number): string => `198.51.${index >> 8}.${index & 255}`;

describe("faults counted in memory", () => {
  it("add up when equal, and stay apart by NAS, source, reason and day", () => {
    const pending = pendingOf();
    pending.addFault(fault());
    pending.addFault(fault({ lastAt: 3_000 }));
    pending.addFault(fault({ lastAt: 2_000 }));
    pending.addFault(fault({ reason: "wrong-secret" }));
    pending.addFault(fault({ nasId: 7 }));
    pending.addFault(fault({ day: "2026-11-24" }));
    const { faults } = pending.take();
    expect(faults).toHaveLength(4);
    expect(faults[0]).toEqual(fault({ count: 3, lastAt: 3_000 }));
  });

  it("lose their address, not their count, beyond a thousand sources a day, also over many flushes", () => {
    const pending = pendingOf();
    const seen = new Set<string>();
    let count = 0;
    for (let index = 0; index < 3 * SOURCES; index += 1) {
      pending.addFault(fault({ source: forged(index) }));
      if (index % 500 === 499) {
        for (const each of pending.take().faults) {
          seen.add(each.source);
          count += each.count;
        }
      }
    }
    expect(seen.size).toBe(SOURCES + 1);
    expect(seen.has("")).toBe(true);
    expect(count).toBe(3 * SOURCES);
  });

  it("tell sources apart again on a new day", () => {
    const pending = pendingOf();
    for (let index = 0; index <= SOURCES; index += 1) pending.addFault(fault({ source: forged(index) }));
    pending.addFault(fault({ day: "2026-11-24", source: "203.0.113.9" }));
    expect(pending.take().faults.at(-1)?.source).toBe("203.0.113.9");
  });

  it("are whole again when put back among new ones", () => {
    const pending = pendingOf();
    pending.addFault(fault());
    pending.addHeard(7, "packet", 1_000);
    const taken = pending.take();
    expect(pending.isEmpty()).toBe(true);
    pending.addFault(fault({ lastAt: 5_000 }));
    pending.addHeard(7, "login", 5_000);
    pending.putBack(taken);
    expect(pending.take()).toEqual({
      faults: [fault({ count: 2, lastAt: 5_000 })],
      heard: [{ nasId: 7, packet: 1_000, login: 5_000 }],
    });
  });
});

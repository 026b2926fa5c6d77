import { describe, expect, it } from "vitest";
import { type KnownDevice, knownDevices } from "#radius-server/drain/known-devices";

const macOf = (number: number): string =>
  number.toString(16).padStart(12, "0").match(/../g)?.join(":") as string;
const seen = (subscriberId: number, lastAt: number): KnownDevice => ({
  subscriberId,
  siteId: 7,
  lastAt,
  provedAt: subscriberId % 2 ? lastAt - 5 : null,
});

describe("what the drain knows of devices", () => {
  it("is what was last said of each, or nothing", () => {
    const known = knownDevices();
    expect(known.get(macOf(1))).toBeUndefined();
    known.set(macOf(1), seen(1, 1_700_000_000_000));
    known.set(macOf(2), seen(2 ** 47 - 2, 0));
    known.set(macOf(2 ** 48 - 1), seen(3, 8_640_000_000_000));
    known.set(macOf(1), seen(5, 1_800_000_000_000));
    expect(known.get(macOf(1))).toEqual(seen(5, 1_800_000_000_000));
    expect(known.get(macOf(2))).toEqual(seen(2 ** 47 - 2, 0));
    expect(known.get(macOf(2 ** 48 - 1))).toEqual(seen(3, 8_640_000_000_000));
    known.delete(macOf(2));
    expect(known.get(macOf(2))).toBeUndefined();
    known.clear();
    expect(known.get(macOf(1))).toBeUndefined();
  });

  it("is right of each that is known, and of most, where they fill half of its room", () => {
    const known = knownDevices(4_096);
    // One maker's devices, numbered in turn, and others far from one another.
    const macs = Array.from({ length: 2_048 }, (_, index) =>
      macOf(index % 2 ? 0xaabbcc000000 + index : (index * 0x9e3779b97f4a) % 2 ** 48),
    );
    for (const [index, mac] of macs.entries()) known.set(mac, seen(index, index));
    const kept = macs.filter((mac) => known.get(mac) !== undefined);
    for (const mac of kept) {
      const index = macs.indexOf(mac);
      expect(known.get(mac)).toEqual(seen(index, index));
    }
    expect(kept.length).toBeGreaterThan(1_900);
  });

  it("lets go of who was seen longest ago where no place is left", () => {
    const known = knownDevices(4);
    for (const lastAt of [30, 10, 40, 20]) known.set(macOf(lastAt), seen(lastAt, lastAt));
    known.set(macOf(50), seen(50, 50));
    expect(known.get(macOf(10))).toBeUndefined();
    for (const lastAt of [20, 30, 40, 50]) expect(known.get(macOf(lastAt))).toEqual(seen(lastAt, lastAt));
    known.delete(macOf(40));
    known.set(macOf(60), seen(60, 5));
    for (const lastAt of [20, 30, 50, 60]) expect(known.get(macOf(lastAt))).toBeDefined();
  });

  it("knows nothing of what is no address", () => {
    const known = knownDevices(4);
    for (const stranger of ["", "zz:bb:cc:dd:ee:ff", "aabbccddeeff0", "aabbccddeeff00112", "-1"]) {
      known.set(stranger, seen(1, 1));
      expect(known.get(stranger)).toBeUndefined();
    }
  });
});

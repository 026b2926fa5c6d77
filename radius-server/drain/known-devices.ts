import type { Memory } from "./memory.ts";

/** What is known to be stored of a device; instants in epoch ms. */
export type KnownDevice = {
  readonly subscriberId: number;
  readonly siteId: number;
  readonly lastAt: number;
  /** when the person last proved themselves on it; `null` where the device came by its own address */
  readonly provedAt: number | null;
};

/** Devices that are known to be stored, by their MAC (`aa:bb:cc:dd:ee:ff`). */
export type KnownDevices = Memory<KnownDevice>;

/** All devices that come back to a province within an hour: 10 MB. */
const DEVICES = 2 ** 18;
/** So many places a device may lie at. */
const WAYS = 4;
const EMPTY = -1;
/** Fibonacci hashing: 2^32 over the golden ratio; spreads addresses of one maker that differ in a few bits. */
const SPREAD = 0x9e_37_79_b1;

/** A MAC as a number of 48 bits; `undefined` for what is none and cannot be known. */
const numberOf = (mac: string): number | undefined => {
  const number = Number(`0x${mac.replaceAll(":", "")}`);
  return mac.length === 17 && number < 2 ** 48 ? number : undefined;
};

/**
 * Knows so many devices. As numbers, in room that is taken once: a few octets each, and nothing for a collector to look
 * at. Where no place is left for a device, the one seen longest ago gives way.
 *
 * @param devices  a multiple of four
 */
export const knownDevices = (devices = DEVICES): KnownDevices => {
  const macs = new Float64Array(devices).fill(EMPTY);
  const subscribers = new Float64Array(devices);
  const sites = new Float64Array(devices);
  const lasts = new Float64Array(devices);
  /** not a number where nobody proved themselves */
  const proofs = new Float64Array(devices);
  const sets = devices / WAYS;

  const firstPlace = (mac: number): number => {
    const spread = Math.imul((mac >>> 0) ^ Math.floor(mac / 2 ** 32), SPREAD) >>> 0;
    return Math.floor((spread / 2 ** 32) * sets) * WAYS;
  };
  const find = (mac: number, first: number): number | undefined => {
    for (let place = first; place < first + WAYS; place += 1) if (macs[place] === mac) return place;
    return undefined;
  };
  const placeOf = (text: string): number | undefined => {
    const mac = numberOf(text);
    return mac === undefined ? undefined : find(mac, firstPlace(mac));
  };
  /** An empty place, or that of who was seen longest ago. */
  const spare = (first: number): number => {
    let oldest = first;
    for (let place = first; place < first + WAYS; place += 1) {
      if (macs[place] === EMPTY) return place;
      if (lasts[place]! < lasts[oldest]!) oldest = place;
    }
    return oldest;
  };

  return {
    get: (text) => {
      const place = placeOf(text);
      if (place === undefined) return undefined;
      const proof = proofs[place]!;
      return {
        subscriberId: subscribers[place]!,
        siteId: sites[place]!,
        lastAt: lasts[place]!,
        provedAt: Number.isNaN(proof) ? null : proof,
      };
    },
    set: (text, { subscriberId, siteId, lastAt, provedAt }) => {
      const mac = numberOf(text);
      if (mac === undefined) return;
      const first = firstPlace(mac);
      const place = find(mac, first) ?? spare(first);
      macs[place] = mac;
      subscribers[place] = subscriberId;
      sites[place] = siteId;
      lasts[place] = lastAt;
      proofs[place] = provedAt ?? Number.NaN;
    },
    delete: (text) => {
      const place = placeOf(text);
      if (place !== undefined) macs[place] = EMPTY;
    },
    clear: () => {
      macs.fill(EMPTY);
    },
  };
};

import type { Nas } from "#access/nas/nas";
import { codeAt } from "#access/runtime/code-at";
import { below } from "#access/runtime/random";
import { ATTRIBUTE } from "../protocol/attributes.ts";
import { CODE } from "../protocol/codes.ts";
import type { Packet } from "../protocol/packet.ts";
import { callingMac } from "../who.ts";
import { buckets } from "./buckets.ts";

/** Why a trusted request is dropped all the same. */
type Excess = "nas-too-fast" | "device-too-fast";

/** How much is taken from one; 0 is any amount. */
export type Rates = {
  /** requests a second of one NAS */
  readonly nasPerSecond: number;
  /** logins a minute of one device */
  readonly deviceLoginsPerMinute: number;
};

/** Judges requests whose sender is proved; repeats of an answered one are not asked here. */
export type RateLimit = (nas: Nas, packet: Packet, at: number) => Excess | undefined;

/** NAS and devices told apart at once. */
const NAS = 4_096;
const DEVICES = 65_536;

/** A device may try so many times at once: as many as a person in trouble taps "again" within a minute. */
const BURST_MINUTES = 1 / 3;

/** FNV-1a from a secret start, so that nobody can choose devices that push others out. */
const hashOf = (text: string, seed: number): number => {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ codeAt(text, at), 0x01_00_01_93);
  return (hash ^ (hash >>> 15)) >>> 0;
};

/** A device by its MAC address, however its NAS writes it; one that has none, by what stands there. */
const deviceIn = (packet: Packet): string =>
  callingMac(packet) || (packet.text(ATTRIBUTE["Calling-Station-Id"]) ?? "");

const perNas = ({ nasPerSecond }: Rates): RateLimit => {
  if (nasPerSecond === 0) return () => undefined;
  // Twice the rate at once: after a power cut everybody reports and signs in again together.
  const limit = buckets(NAS, { burst: nasPerSecond * 2, perSecond: nasPerSecond });
  return (nas, _packet, at) => (limit.take(nas.id, at) ? undefined : "nas-too-fast");
};

const perDevice = ({ deviceLoginsPerMinute }: Rates): RateLimit => {
  if (deviceLoginsPerMinute === 0) return () => undefined;
  const seed = below(2 ** 32);
  const burst = Math.max(3, Math.ceil(deviceLoginsPerMinute * BURST_MINUTES));
  const limit = buckets(DEVICES, { burst, perSecond: deviceLoginsPerMinute / 60 });
  return (_nas, packet, at) => {
    if (packet.code !== CODE["Access-Request"]) return undefined;
    const device = deviceIn(packet);
    return device === "" || limit.take(hashOf(device, seed), at) ? undefined : "device-too-fast";
  };
};

/** Limits by NAS, then by device. */
export const rateLimit = (rates: Rates): RateLimit => {
  const [nasLimit, deviceLimit] = [perNas(rates), perDevice(rates)];
  return (nas, packet, at) => nasLimit(nas, packet, at) ?? deviceLimit(nas, packet, at);
};

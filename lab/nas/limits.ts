import { type Decoded, first, vendorAttributes } from "./codec.ts";

/** What a NAS enforces on one session; `null` is unlimited. */
export type Limits = {
  /** seconds from the session's start */
  readonly sessionTimeout: number | null;
  /** seconds */
  readonly idleTimeout: number | null;
  /** seconds between reports */
  readonly interimSeconds: number | null;
  /** octets both ways together */
  readonly totalOctets: number | null;
  readonly downKbps: number | null;
  readonly upKbps: number | null;
  /** a firewall chain or address list the session is put into */
  readonly filter: string | null;
};

/** A session nothing was said about. */
export const UNLIMITED: Limits = {
  sessionTimeout: null,
  idleTimeout: null,
  interimSeconds: null,
  totalOctets: null,
  downKbps: null,
  upKbps: null,
  filter: null,
};

const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);
const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

const gigawords = (low: unknown, high: unknown): number | null =>
  numberOf(low) === null && numberOf(high) === null
    ? null
    : (numberOf(high) ?? 0) * 2 ** 32 + (numberOf(low) ?? 0);

const kbpsOfBits = (value: unknown): number | null => {
  const bits = numberOf(value);
  return bits === null ? null : Math.floor(bits / 1_000);
};

const UNITS: Readonly<Record<string, number>> = { "": 0.001, k: 1, M: 1_000 };

/** One side of a MikroTik rate: `512k`, `4M` or plain bit/s, as kbit/s. */
const mikrotikRate = (text: string | undefined): number | null => {
  const [, amount, unit = ""] = /^(\d+)([kM]?)$/.exec(text ?? "") ?? [];
  return amount === undefined ? null : Number(amount) * (UNITS[unit] ?? 1);
};

/** `rx/tx` seen from the router: rx is what the person sends. */
const mikrotikRates = (value: unknown): { up: number | null; down: number | null } => {
  const [up, down] = (textOf(value) ?? "").split(" ")[0]?.split("/") ?? [];
  return { up: mikrotikRate(up), down: mikrotikRate(down ?? up) };
};

/**
 * The limits an Access-Accept or CoA-Request names, in whichever family's attributes.
 *
 * The families' own win over WISPr, as on the devices.
 */
export const limitsOf = (packet: Decoded): Limits => {
  const own = vendorAttributes(packet);
  const said = (name: string): unknown => first(own, name);
  const mikrotik = mikrotikRates(said("Mikrotik-Rate-Limit"));
  return {
    sessionTimeout: numberOf(first(packet.attributes, "Session-Timeout")),
    idleTimeout: numberOf(first(packet.attributes, "Idle-Timeout")),
    interimSeconds: numberOf(first(packet.attributes, "Acct-Interim-Interval")),
    totalOctets:
      gigawords(said("CoovaChilli-Max-Total-Octets"), said("CoovaChilli-Max-Total-Gigawords")) ??
      gigawords(said("Mikrotik-Total-Limit"), said("Mikrotik-Total-Limit-Gigawords")),
    downKbps:
      mikrotik.down ??
      numberOf(said("CoovaChilli-Bandwidth-Max-Down")) ??
      kbpsOfBits(said("WISPr-Bandwidth-Max-Down")),
    upKbps:
      mikrotik.up ??
      numberOf(said("CoovaChilli-Bandwidth-Max-Up")) ??
      kbpsOfBits(said("WISPr-Bandwidth-Max-Up")),
    filter: textOf(first(packet.attributes, "Filter-Id")) ?? textOf(said("Mikrotik-Address-List")),
  };
};

/** Lays what a CoA names over what was in force; what it leaves out stays. */
export const laidOver = (before: Limits, change: Limits): Limits =>
  Object.fromEntries(
    Object.entries(before).map(([name, value]) => [name, change[name as keyof Limits] ?? value]),
  ) as Limits; // the same keys went in

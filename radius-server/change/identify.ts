import type { Nas } from "#access/nas/nas";
import type { LiveSession } from "#access/session/packed";
import { macText } from "#access/vendors/mac-text";
import type { Companion, Identification } from "#access/vendors/vendor";
import { VENDORS } from "#access/vendors/vendors";
import { ATTRIBUTE } from "../protocol/attributes.ts";
import { type Attribute, octets, text, u32 } from "../protocol/write.ts";

/** What a request names the session by, and what stands beside it. */
export type Names = readonly (Identification | Companion)[];

/** What a NAS may know a session by. */
export type Known = Pick<LiveSession, "loginId" | "mac" | "nasSessionId" | "address">;

const LOGIN = 1;

const ipv4 = (type: number, address: string): Attribute | undefined =>
  /^\d+(\.\d+){3}$/.test(address) ? octets(type, Uint8Array.from(address.split(".").map(Number))) : undefined;

const textOr = (type: number, value: string | null): Attribute | undefined =>
  value ? text(type, value) : undefined;

const macOf = (nas: Nas, { mac }: Known): string =>
  mac && macText(nas.macForm ?? VENDORS[nas.kind].coa.callingStationId, mac);

const WRITE: Readonly<
  Record<Identification | Companion, (nas: Nas, session: Known) => Attribute | undefined>
> = {
  "user-name": (nas, session) =>
    textOr(
      ATTRIBUTE["User-Name"],
      VENDORS[nas.kind].coa.userName === "mac" ? macOf(nas, session) : session.loginId,
    ),
  "acct-session-id": (_, { nasSessionId }) => textOr(ATTRIBUTE["Acct-Session-Id"], nasSessionId),
  "framed-ip-address": (_, { address }) => ipv4(ATTRIBUTE["Framed-IP-Address"], address),
  "calling-station-id": (nas, session) => textOr(ATTRIBUTE["Calling-Station-Id"], macOf(nas, session)),
  "nas-ip-address": ({ coaAddress }) => ipv4(ATTRIBUTE["NAS-IP-Address"], coaAddress ?? ""),
  "nas-identifier": ({ nasIdentifier }) => textOr(ATTRIBUTE["NAS-Identifier"], nasIdentifier),
  "service-type-login": () => u32(ATTRIBUTE["Service-Type"], LOGIN),
};

const ABOUT_NAS: ReadonlySet<string> = new Set(["nas-ip-address", "nas-identifier"]);
const BESIDE: ReadonlySet<string> = new Set([...ABOUT_NAS, "service-type-login"]);
const KNOWN = Object.keys(WRITE);

const keyOf = (names: Names): string => names.toSorted().join();

/** Each set once, whatever order it names things in. */
export const distinct = (sets: readonly Names[]): readonly Names[] => [
  ...new Map(sets.map((names) => [keyOf(names), names])).values(),
];

/** The same without saying which NAS is meant: behind a proxy or NAT it does not know itself by our name (403). */
export const withoutNas = (names: Names): Names => names.filter((name) => !ABOUT_NAS.has(name));

/** What an earlier version or process kept, as far as it means anything here. */
const kept = (names: readonly string[] | null | undefined): Names =>
  (names ?? []).filter((name): name is Names[number] => KNOWN.includes(name));

const identifiesIn = (nas: Nas, session: Known, names: Names): boolean =>
  names.some((name) => !BESIDE.has(name) && WRITE[name](nas, session) !== undefined);

/**
 * The sets to name a session by, in the order they are tried: what this NAS last acknowledged, the family's own, its
 * fallbacks, and at last all it takes. A set that names nothing of this session is left out.
 */
export const setsFor = (nas: Nas, session: Known): readonly Names[] => {
  const { identify, beside, fallbacks, accepts } = VENDORS[nas.kind].coa;
  const own: Names = [...identify, ...beside];
  const all = [kept(nas.changeIdentify), own, ...fallbacks, withoutNas(own), [...identify, ...accepts]];
  return distinct(all).filter((names) => identifiesIn(nas, session, names));
};

/** The attributes that name a session; only these, since what a NAS does not support it must refuse (RFC 5176 section 2.3). */
export const identification = (nas: Nas, session: Known, names: Names): Attribute[] =>
  names.map((name) => WRITE[name](nas, session)).filter((attribute) => attribute !== undefined);

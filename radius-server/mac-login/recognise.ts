import { timingSafeEqual } from "node:crypto";
import { exactMac, notationsOf } from "#access/device/notation";
import { ATTRIBUTE } from "../protocol/attributes.ts";
import type { Packet } from "../protocol/packet.ts";
import { chapMatches, credentialOf, userPassword } from "../protocol/password.ts";
import type { Secret } from "../protocol/secret.ts";
import { callingMac } from "../who.ts";

/** Service-Type by which a NAS says that it asks about an address and no person did (RFC 2865 section 5.6). */
const CALL_CHECK = 10;

/**
 * The address an Access-Request gives for a name: one User-Name in any notation, equal to Calling-Station-Id.
 *
 * @returns `aa:bb:cc:dd:ee:01`, or undefined for everybody else
 */
export const namedMac = (packet: Packet): string | undefined => {
  const mac = exactMac(packet.text(ATTRIBUTE["User-Name"]) ?? "");
  return mac !== undefined && packet.count(ATTRIBUTE["User-Name"]) === 1 && mac === callingMac(packet)
    ? mac
    : undefined;
};

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

const papFits = (packet: Packet, secret: Secret, mac: string, configured: string | undefined): boolean => {
  const given = userPassword(packet, secret);
  if (!given) return false;
  return configured === undefined
    ? exactMac(Buffer.from(given).toString("latin1")) === mac
    : same(given, Buffer.from(configured));
};

const chapFits = (packet: Packet, mac: string, configured: string | undefined): boolean => {
  const possible = configured === undefined ? notationsOf(mac) : [configured];
  return possible.some((password) => chapMatches(packet, Buffer.from(password)));
};

/**
 * Whether a NAS logs in a device, and no person their grant: it says so by Service-Type, or its password is the address
 * in any notation, or, where one is set for the NAS, that password and no other: an address could also be typed into a
 * login page.
 *
 * @param mac         what `namedMac` found
 * @param configured  the password the NAS sends for every address, if it has one
 */
export const isMacLogin = (
  packet: Packet,
  secret: Secret,
  mac: string,
  configured: string | undefined,
): boolean => {
  const credential = credentialOf(packet);
  if (credential === "eap" || credential === "both") return false;
  if (packet.u32(ATTRIBUTE["Service-Type"]) === CALL_CHECK) return true;
  if (credential === "pap") return papFits(packet, secret, mac, configured);
  return credential === "chap" && chapFits(packet, mac, configured);
};

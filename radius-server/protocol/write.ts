import { Failure } from "#access/runtime/failure";
import { type Attribute, put, sendable, sizeOf } from "./attribute.ts";
import { ATTRIBUTE } from "./attributes.ts";
import { CODE, isSignedByChance } from "./codes.ts";
import { HEADER, longest } from "./framing.ts";
import { beginHmac, finishHmac } from "./hmac.ts";
import { add, begin, finish } from "./md5.ts";
import type { Packet } from "./packet.ts";
import type { Secret } from "./secret.ts";

export type { Attribute };

/** Where a request of ours carries its Message-Authenticator. */
type MessageAuthenticatorPlace = "first" | "last" | "absent";

/** What differs between requests; see `request`. */
export type RequestOptions = {
  readonly requestAuthenticator?: Uint8Array;
  readonly messageAuthenticator?: MessageAuthenticatorPlace;
};

const UNSIGNED: Attribute = { type: ATTRIBUTE["Message-Authenticator"], value: new Uint8Array(16) };
const ZEROS = new Uint8Array(16);

// CVE-2024-3596: every reply whose authenticator an attacker could choose a prefix for
const SIGNED_REPLIES: ReadonlySet<number> = new Set([
  CODE["Access-Accept"],
  CODE["Access-Reject"],
  CODE["Access-Challenge"],
  CODE["Protocol-Error"],
]);

const fourOctets = (type: number, n: number): Uint8Array => {
  // a limit that silently lost its upper bits would hand out the wrong quota
  if (!Number.isInteger(n) || n < 0 || n > 0xffff_ffff)
    throw new Failure("attribute_number_refused", { type });
  return new Uint8Array([n >>> 24, n >>> 16, n >>> 8, n]);
};

/** A number of 4 octets. @throws Failure `attribute_number_refused` unless it is whole and 0 to 2^32 - 1 */
export const u32 = (type: number, n: number): Attribute => ({ type, value: fourOctets(type, n) });

/** Text as UTF-8. */
export const text = (type: number, s: string): Attribute => ({ type, value: Buffer.from(s) });

/** Octets as they are. */
export const octets = (type: number, b: Uint8Array): Attribute => ({ type, value: b });

/** A vendor's number of 4 octets. @throws Failure `attribute_number_refused` unless it is whole and 0 to 2^32 - 1 */
export const vendorU32 = (vendor: number, type: number, n: number): Attribute => ({
  vendor,
  type,
  value: fourOctets(type, n),
});

/** A vendor's text as UTF-8. */
export const vendorText = (vendor: number, type: number, s: string): Attribute => ({
  vendor,
  type,
  value: Buffer.from(s),
});

const assemble = (
  code: number,
  identifier: number,
  authenticator: Uint8Array,
  attributes: readonly Attribute[],
): Uint8Array | undefined => {
  let length = HEADER;
  for (const attribute of attributes) length += sizeOf(attribute);
  if (length > longest(code)) return undefined;
  // from Node's pool: one of its own would lie outside the heap, and take longer than filling it (measured)
  const packet = Buffer.allocUnsafe(length);
  packet[0] = code;
  packet[1] = identifier;
  packet[2] = length >> 8;
  packet[3] = length & 255;
  packet.set(authenticator, 4);
  let at = HEADER;
  for (const attribute of attributes) at = put(packet, at, attribute);
  return packet;
};

const signMessage = (packet: Uint8Array, at: number, secret: Secret): void => {
  beginHmac(secret.pads);
  add(packet);
  finishHmac(secret.pads, packet, at);
};

const signPacket = (packet: Uint8Array, secret: Secret): void => {
  begin();
  add(packet);
  add(secret.octets);
  finish(packet, 4);
};

const proxyStates = (request: Packet): readonly Attribute[] =>
  request.all(ATTRIBUTE["Proxy-State"]).map((value) => ({ type: ATTRIBUTE["Proxy-State"], value }));

const replyWith = (
  isSigned: boolean,
  request: Packet,
  code: number,
  attributes: readonly Attribute[],
  secret: Secret,
): Uint8Array | undefined => {
  const all: Attribute[] = isSigned ? [UNSIGNED] : [];
  for (const attribute of attributes) all.push(sendable(attribute));
  if (request.count(ATTRIBUTE["Proxy-State"]) > 0) all.push(...proxyStates(request));
  const packet = assemble(code, request.identifier, request.authenticator, all);
  if (!packet) return undefined;
  if (isSigned) signMessage(packet, HEADER + 2, secret);
  signPacket(packet, secret);
  return packet;
};

/**
 * The reply to a request: Message-Authenticator first where a login depends on it, then the attributes, then the
 * request's Proxy-States unchanged and in order (RFC 2865 section 5.33), signed with the Response Authenticator.
 *
 * @returns exactly as long as it is, nobody else's; undefined when it cannot fit, as no Proxy-State may be lost
 * @throws Failure `attribute_length_refused` for a value of ours that is empty or too long
 */
export const reply = (
  request: Packet,
  code: number,
  attributes: readonly Attribute[],
  secret: Secret,
): Uint8Array | undefined => replyWith(SIGNED_REPLIES.has(code), request, code, attributes, secret);

/**
 * As `reply`, without Message-Authenticator: for a NAS that refuses every packet with one, and only where an operator
 * says so, since its logins can then be forged (CVE-2024-3596).
 */
export const unsignedReply = (
  request: Packet,
  code: number,
  attributes: readonly Attribute[],
  secret: Secret,
): Uint8Array | undefined => replyWith(false, request, code, attributes, secret);

const placed = (place: MessageAuthenticatorPlace, attributes: readonly Attribute[]): readonly Attribute[] => {
  if (place === "absent") return attributes;
  return place === "first" ? [UNSIGNED, ...attributes] : [...attributes, UNSIGNED];
};

const authenticatorFor = (code: number, given: Uint8Array | undefined): Uint8Array => {
  if (!isSignedByChance(code)) return ZEROS;
  if (given?.length === 16) return given;
  throw new Failure("request_authenticator_missing", { code });
};

/**
 * A request of ours: Disconnect-, CoA- and Accounting-Request are signed whole, the Message-Authenticator before the
 * Request Authenticator and over zeros in its place (RFC 5176 section 3.4).
 *
 * @param options.requestAuthenticator  16 unpredictable octets; needed for Access-Request and Status-Server alone
 * @param options.messageAuthenticator  "first" for those two unless told otherwise, "absent" for the rest
 * @throws Failure `request_authenticator_missing`, `attribute_length_refused` or `packet_too_long`
 */
export const request = (
  code: number,
  identifier: number,
  attributes: readonly Attribute[],
  secret: Secret,
  options: RequestOptions = {},
): Uint8Array => {
  const place = options.messageAuthenticator ?? (isSignedByChance(code) ? "first" : "absent");
  const authenticator = authenticatorFor(code, options.requestAuthenticator);
  const packet = assemble(code, identifier, authenticator, placed(place, attributes.map(sendable)));
  if (!packet) throw new Failure("packet_too_long", { code });
  if (place !== "absent") signMessage(packet, place === "first" ? HEADER + 2 : packet.length - 16, secret);
  if (!isSignedByChance(code)) signPacket(packet, secret);
  return packet;
};

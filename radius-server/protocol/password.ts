import { timingSafeEqual } from "node:crypto";
import { Failure } from "#access/runtime/failure";
import { ATTRIBUTE } from "./attributes.ts";
import { add, begin, finish } from "./md5.ts";
import type { Packet } from "./packet.ts";
import { withoutTrailingNuls } from "./padding.ts";
import type { Secret } from "./secret.ts";

/** How a packet proves who asks; "both" is a contradiction and the packet is dropped (RFC 2865 section 4.1). */
export type Credential = "pap" | "chap" | "none" | "both" | "eap";

const LONGEST_PASSWORD = 128; // RFC 2865 section 5.2
const SHORTEST_CHALLENGE = 5; // RFC 2865 section 5.40
const LONGEST_CHALLENGE = 128; // ours: everyone sends 16

const pad = new Uint8Array(16);
const digest = new Uint8Array(16);

const makePad = (secret: Secret, previous: Uint8Array): void => {
  begin();
  add(secret.octets);
  add(previous);
  finish(pad);
};

const isWholeBlocks = (octets: Uint8Array): boolean =>
  octets.length >= 16 && octets.length <= LONGEST_PASSWORD && octets.length % 16 === 0;

/**
 * Which credential an Access-Request carries: more than one kind, or two passwords of one kind, is "both".
 *
 * Several EAP-Message attributes are the fragments of one message (RFC 3579 section 3.1).
 */
export const credentialOf = (packet: Packet): Credential => {
  const pap = packet.count(ATTRIBUTE["User-Password"]);
  const chap = packet.count(ATTRIBUTE["CHAP-Password"]);
  const eap = Math.min(packet.count(ATTRIBUTE["EAP-Message"]), 1);
  if (pap + chap + eap > 1) return "both";
  if (pap) return "pap";
  if (chap) return "chap";
  return eap ? "eap" : "none";
};

/**
 * The password of a PAP request, its trailing NULs (the padding) removed, NULs inside kept (RFC 2865 section 5.2).
 *
 * @returns undefined when there is none, or its length is not 16 to 128 in steps of 16
 */
export const userPassword = (packet: Packet, secret: Secret): Uint8Array | undefined => {
  const hidden = packet.octets(ATTRIBUTE["User-Password"]);
  if (!hidden || !isWholeBlocks(hidden)) return undefined;
  const plain = Buffer.allocUnsafe(hidden.length);
  for (let at = 0; at < hidden.length; at += 16) {
    makePad(secret, at === 0 ? packet.authenticator : hidden.subarray(at - 16, at));
    for (let index = 0; index < 16; index += 1) plain[at + index] = hidden[at + index]! ^ pad[index]!;
  }
  return withoutTrailingNuls(plain);
};

/**
 * The value of a User-Password attribute, for the side that asks (RFC 2865 section 5.2).
 *
 * @param password  at most 128 octets
 * @param requestAuthenticator  of the request it will stand in, 16 octets
 * @throws Failure `password_too_long`
 */
export const hidePassword = (
  password: Uint8Array,
  secret: Secret,
  requestAuthenticator: Uint8Array,
): Uint8Array => {
  if (password.length > LONGEST_PASSWORD) throw new Failure("password_too_long", { octets: password.length });
  const hidden = new Uint8Array(Math.max(1, Math.ceil(password.length / 16)) * 16);
  for (let at = 0; at < hidden.length; at += 16) {
    makePad(secret, at === 0 ? requestAuthenticator : hidden.subarray(at - 16, at));
    for (let index = 0; index < 16; index += 1)
      hidden[at + index] = (password[at + index] ?? 0) ^ pad[index]!;
  }
  return hidden;
};

const challengeOf = (packet: Packet): Uint8Array =>
  packet.octets(ATTRIBUTE["CHAP-Challenge"]) ?? packet.authenticator; // RFC 2865 section 5.3

/**
 * Whether the CHAP response of a packet was made with this password (RFC 2865 sections 2.2 and 5.3).
 *
 * @returns false as well when CHAP-Password has not 17 octets, or the challenge is shorter than 5 or above 128
 */
export const chapMatches = (packet: Packet, password: Uint8Array): boolean => {
  const response = packet.octets(ATTRIBUTE["CHAP-Password"]);
  const challenge = challengeOf(packet);
  if (response?.length !== 17) return false;
  if (challenge.length < SHORTEST_CHALLENGE || challenge.length > LONGEST_CHALLENGE) return false;
  begin();
  add(response, 0, 1);
  add(password);
  add(challenge);
  finish(digest);
  return timingSafeEqual(digest, response.subarray(1));
};

import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const HEADER = 20;
const AUTHENTICATOR_AT = 4;
const MESSAGE_AUTHENTICATOR = 80;

/** The datagram with another authenticator in its header, cut to its Length. */
const withAuthenticator = (packet: Buffer, authenticator: Buffer): Buffer => {
  const copy = Buffer.from(packet.subarray(0, packet.readUInt16BE(2)));
  authenticator.copy(copy, AUTHENTICATOR_AT);
  return copy;
};

const isFramed = (packet: Buffer): boolean =>
  packet.length >= HEADER && packet.readUInt16BE(2) >= HEADER && packet.readUInt16BE(2) <= packet.length;

const signs = (packet: Buffer, authenticator: Buffer, secret: string): boolean =>
  timingSafeEqual(
    createHash("md5").update(withAuthenticator(packet, authenticator)).update(secret).digest(),
    packet.subarray(AUTHENTICATOR_AT, HEADER),
  );

/** Offset of the Message-Authenticator attribute, or -1. */
const messageAuthenticatorAt = (packet: Buffer): number => {
  for (let at = HEADER; at + 2 <= packet.length; at += Math.max(2, packet.readUInt8(at + 1))) {
    if (packet[at] === MESSAGE_AUTHENTICATOR && packet[at + 1] === 18 && at + 18 <= packet.length) return at;
  }
  return -1;
};

const messageAuthenticatorSigns = (packet: Buffer, authenticator: Buffer, secret: string): boolean => {
  const copy = withAuthenticator(packet, authenticator);
  const at = messageAuthenticatorAt(copy);
  if (at < 0) return false;
  const claimed = Buffer.from(copy.subarray(at + 2, at + 18));
  copy.fill(0, at + 2, at + 18);
  return timingSafeEqual(createHmac("md5", secret).update(copy).digest(), claimed);
};

/** The Response Authenticator of an Accounting-Response is the one its request and secret give (RFC 2866 section 3). */
export const isAccountingReplyTo = (reply: Buffer, request: Buffer, secret: string): boolean =>
  isFramed(reply) && signs(reply, request.subarray(AUTHENTICATOR_AT, HEADER), secret);

/**
 * A reply to an Access-Request is authentic: Response Authenticator, and a Message-Authenticator that stands first,
 * as a patched NAS demands since BlastRADIUS (CVE-2024-3596).
 */
export const isAccessReplyTo = (reply: Buffer, request: Buffer, secret: string): boolean => {
  const authenticator = request.subarray(AUTHENTICATOR_AT, HEADER);
  return (
    isFramed(reply) &&
    signs(reply, authenticator, secret) &&
    messageAuthenticatorAt(reply) === HEADER &&
    messageAuthenticatorSigns(reply, authenticator, secret)
  );
};

const ZERO = Buffer.alloc(16);

/**
 * A CoA- or Disconnect-Request is authentic: signed over a zeroed authenticator (RFC 5176 section 2.3), and so is its
 * Message-Authenticator where it has one (section 3.4).
 */
export const isChangeRequest = (request: Buffer, secret: string): boolean =>
  isFramed(request) &&
  signs(request, ZERO, secret) &&
  (messageAuthenticatorAt(request) < 0 || messageAuthenticatorSigns(request, ZERO, secret));

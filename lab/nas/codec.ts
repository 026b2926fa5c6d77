import { createRequire } from "node:module";
import { VENDOR_DICTIONARY } from "./dictionary.ts";

/** An attribute by its dictionary name; a vendor's own lie inside `["Vendor-Specific", vendor, […]]`. */
export type Attribute =
  | readonly [name: string, value: Plain]
  | readonly [name: string, vendor: string, inside: readonly Attribute[]];
type Plain = string | number | Buffer;

/** A packet as the lab reads it; a repeated attribute is an array, a vendor's map lies under "Vendor-Specific". */
export type Decoded = {
  readonly code: string;
  readonly identifier: number;
  readonly attributes: Readonly<Record<string, unknown>>;
};

type Encoding = {
  readonly code: string;
  readonly secret: string;
  readonly identifier: number;
  readonly authenticator?: Buffer;
  readonly attributes: Attribute[];
  readonly add_message_authenticator: boolean;
};

type Package = {
  readonly load_dictionaries: () => void;
  readonly _load_dictionary: (text: string) => unknown;
  readonly encode: (packet: Encoding) => Buffer;
  readonly decode_without_secret: (options: { packet: Buffer }) => Decoded;
};

// The package is CommonJS without types; this is the part of it the lab uses.
const radius = createRequire(import.meta.url)("radius") as Package;
radius.load_dictionaries();
radius._load_dictionary(VENDOR_DICTIONARY);

/** An Access-Request with a random Request Authenticator and, if it signs, a Message-Authenticator (RFC 3579 section 3.2). */
export const accessRequest = (
  identifier: number,
  secret: string,
  attributes: readonly Attribute[],
  signs = true,
): Buffer =>
  radius.encode({
    code: "Access-Request",
    identifier,
    secret,
    attributes: [...attributes], // the package appends to the caller's list
    add_message_authenticator: signs,
  });

/** An Accounting-Request; without Message-Authenticator, which the package computes wrongly here. */
export const accountingRequest = (
  identifier: number,
  secret: string,
  attributes: readonly Attribute[],
): Buffer =>
  radius.encode({
    code: "Accounting-Request",
    identifier,
    secret,
    attributes: [...attributes],
    add_message_authenticator: false,
  });

/** The answer to a CoA- or Disconnect-Request, signed over that request's authenticator (RFC 5176 section 2.3). */
export const changeReply = (
  code: "Disconnect-ACK" | "Disconnect-NAK" | "CoA-ACK" | "CoA-NAK",
  request: Buffer,
  secret: string,
  attributes: readonly Attribute[],
): Buffer =>
  radius.encode({
    code,
    identifier: request.readUInt8(1),
    authenticator: request.subarray(4, 20),
    secret,
    attributes: [...attributes],
    add_message_authenticator: false,
  });

/** Reads a packet whose authenticity was checked before. @returns undefined for one the package cannot read */
export const decoded = (packet: Buffer): Decoded | undefined => {
  try {
    return radius.decode_without_secret({ packet });
  } catch {
    return undefined;
  }
};

/** The first value of an attribute that may have come several times. */
export const first = (attributes: Readonly<Record<string, unknown>>, name: string): unknown => {
  const value = attributes[name];
  return Array.isArray(value) ? value[0] : value;
};

/** All vendors' attributes of a packet, by name. */
export const vendorAttributes = (packet: Decoded): Readonly<Record<string, unknown>> => {
  const inside = packet.attributes["Vendor-Specific"];
  return typeof inside === "object" && inside !== null ? (inside as Record<string, unknown>) : {};
};

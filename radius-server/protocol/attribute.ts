import { Failure } from "#access/runtime/failure";
import { ATTRIBUTE } from "./attributes.ts";

/** An attribute to be sent: a standard one, or a vendor's by Private Enterprise Number. */
export type Attribute =
  | { readonly type: number; readonly value: Uint8Array }
  | { readonly vendor: number; readonly type: number; readonly value: Uint8Array };

const LONGEST_VALUE = 253; // RFC 2865 section 5: the length is one octet and counts itself and the type
const VENDOR_HEADER = 6; // vendor, vendor type, vendor length

/** Octets an attribute takes in a packet. */
export const sizeOf = (attribute: Attribute): number =>
  2 + attribute.value.length + ("vendor" in attribute ? VENDOR_HEADER : 0);

/**
 * The same attribute, when it can be sent: a value of 1 to 253 octets, a vendor's of 1 to 247.
 *
 * @throws Failure `attribute_length_refused`, as nothing is ever truncated
 */
export const sendable = (attribute: Attribute): Attribute => {
  if (attribute.value.length > 0 && sizeOf(attribute) <= 2 + LONGEST_VALUE) return attribute;
  throw new Failure("attribute_length_refused", { type: attribute.type, octets: attribute.value.length });
};

/**
 * Writes an attribute into a packet.
 *
 * @returns the offset behind it
 */
export const put = (packet: Uint8Array, at: number, attribute: Attribute): number => {
  const behind = at + sizeOf(attribute);
  packet[at] = "vendor" in attribute ? ATTRIBUTE["Vendor-Specific"] : attribute.type;
  packet[at + 1] = behind - at;
  if ("vendor" in attribute) putVendorHeader(packet, at + 2, attribute);
  packet.set(attribute.value, behind - attribute.value.length);
  return behind;
};

// RFC 2865 section 5.26
const putVendorHeader = (
  packet: Uint8Array,
  at: number,
  attribute: Extract<Attribute, { vendor: number }>,
): void => {
  packet[at] = 0;
  packet[at + 1] = attribute.vendor >> 16;
  packet[at + 2] = attribute.vendor >> 8;
  packet[at + 3] = attribute.vendor;
  packet[at + 4] = attribute.type;
  packet[at + 5] = 2 + attribute.value.length;
};

/** A session's addresses as its NAS says them; each empty where it does not. */
export type Addresses = {
  /** IPv4 */
  readonly v4: string;
  /** IPv6 (Framed-IPv6-Address, RFC 6911) */
  readonly v6: string;
  /** IPv6 prefix in CIDR notation (Framed-IPv6-Prefix, RFC 3162) */
  readonly prefix: string;
  /** `0123:4567:89ab:cdef` (Framed-Interface-Id, RFC 3162) */
  readonly interfaceId: string;
};

const ABSENT = "-";

/** Addresses as one text, as Redis and the ledger carry them; an IPv4 address alone is itself. */
export const addressesText = ({ v4, v6, prefix, interfaceId }: Addresses): string => {
  if (v6 + prefix + interfaceId === "") return v4;
  return [v4, v6, prefix, interfaceId].map((address) => address || ABSENT).join(" ");
};

/** Reads what `addressesText` wrote. */
export const readAddresses = (text: string): Addresses => {
  const [v4 = "", v6 = "", prefix = "", interfaceId = ""] = text
    .split(" ")
    .map((address) => (address === ABSENT ? "" : address));
  return { v4, v6, prefix, interfaceId };
};

import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { Failure } from "../runtime/failure.ts";

/** A block of addresses as ipaddr.js matches it. */
export type Block = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * An address, a zone index left off, IPv4-mapped IPv6 as IPv4 (RFC 4291 section 2.5.5.2); undefined for what is none.
 * Shortened and octal IPv4 ("10.1.2"), which ipaddr.js takes, is none.
 */
export const parseAddress = (text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined => {
  const address = text.split("%", 1)[0] ?? "";
  return isIP(address) === 0 ? undefined : ipaddr.process(address);
};

/** An address as people write it: IPv4-mapped IPv6, as a socket for both families names it, as IPv4. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, "");

/** Whether a block is one address alone. */
export const isSingle = ([address, bits]: Block): boolean => bits === (address.kind() === "ipv4" ? 32 : 128);

/** Whether an address lies in a block of its own family. */
export const holds = ([network, bits]: Block, address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  network.kind() === address.kind() && address.match(network, bits);

const networkOf = (address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): ipaddr.IPv4 | ipaddr.IPv6 =>
  address.kind() === "ipv4"
    ? ipaddr.IPv4.networkAddressFromCIDR(`${address.toString()}/${bits}`)
    : ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/${bits}`);

const MAPPED_BITS = 96;

/**
 * Parses a CIDR block, or an address, which is a block of one. Host bits are cleared, IPv4-mapped IPv6 becomes IPv4.
 *
 * @throws Failure `nas_address_invalid`
 */
export const parseBlock = (text: string): Block => {
  const [given = "", length, ...rest] = text.trim().split("/");
  const address = parseAddress(given);
  if (!address || rest.length > 0) throw new Failure("nas_address_invalid", { address: text });
  const whole = address.kind() === "ipv4" ? 32 : 128;
  const isMapped = whole === 32 && given.includes(":");
  const bits = length === undefined ? whole : Number(length) - (isMapped ? MAPPED_BITS : 0);
  if (length === "" || !Number.isInteger(bits) || bits < 0 || bits > whole) {
    throw new Failure("nas_address_invalid", { address: text });
  }
  return [networkOf(address, bits), bits];
};

/** An address in the notation that is kept. @throws Failure `nas_address_invalid` */
export const addressOf = (text: string): string => {
  const address = parseAddress(text);
  if (!address) throw new Failure("nas_address_invalid", { address: text });
  return address.toString();
};

/** A block in CIDR notation, as PostgreSQL's `cidr` takes it. @throws Failure `nas_address_invalid` */
export const cidrOf = (text: string): string => {
  const [network, bits] = parseBlock(text);
  return `${network.toString()}/${bits}`;
};

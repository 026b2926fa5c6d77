import { parseMac } from "#access/device/mac";
import { ATTRIBUTE } from "./protocol/attributes.ts";
import type { Packet } from "./protocol/packet.ts";

/** The device's address as the NAS says it, `aa:bb:cc:dd:ee:01`; empty when it does not. */
export const callingMac = (packet: Packet): string =>
  parseMac(packet.text(ATTRIBUTE["Calling-Station-Id"]) ?? "") ?? "";

/** The person's IPv4 address as the NAS says it; empty when it does not. */
export const framedAddress = (packet: Packet): string => {
  const value = packet.octets(ATTRIBUTE["Framed-IP-Address"]);
  return value?.length === 4 ? `${value[0]}.${value[1]}.${value[2]}.${value[3]}` : "";
};

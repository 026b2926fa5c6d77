import { parseMac } from "#access/device/mac";
import { isFromAnywhere } from "#access/nas/evidence";
import type { Nas } from "#access/nas/nas";
import { ATTRIBUTE } from "../protocol/attributes.ts";
import type { Packet } from "../protocol/packet.ts";

/** MAC of the radio a packet names (RFC 3580 section 3.20, `AA-BB-CC-DD-EE-01:SSID`); undefined when it names none. */
export const calledStation = (packet: Packet): string | undefined => {
  const text = packet.text(ATTRIBUTE["Called-Station-Id"]);
  return text === undefined ? undefined : parseMac(text);
};

/**
 * Which of the NAS that may send from an address this one says it is, by its NAS-Identifier, else by its radio; the
 * secret proves it. One that says nothing of the kind is taken only where it is alone at its address: a wrong guess
 * would be proved wrong by the secret, but blamed on somebody else.
 *
 * @param candidates  the NAS whose blocks hold the source address
 */
export const claimed = (packet: Packet, candidates: readonly Nas[]): Nas | undefined => {
  const [only] = candidates;
  if (!only || (candidates.length === 1 && !isFromAnywhere(only))) return only;
  const identifier = packet.text(ATTRIBUTE["NAS-Identifier"]);
  const named =
    identifier === undefined ? undefined : candidates.find((nas) => nas.nasIdentifier === identifier);
  if (named) return named;
  const station = calledStation(packet);
  const called = station && candidates.find((nas) => nas.calledStations?.includes(station));
  if (called) return called;
  const near = candidates.filter((nas) => !isFromAnywhere(nas));
  return near.length === 1 ? near[0] : undefined;
};

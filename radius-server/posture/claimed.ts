import { parseMac } from "#access/device/mac";
import { isFromAnywhere } from "#access/nas/evidence";
import type { Nas } from "#access/nas/nas";
import { shown } from "#access/nas/waiting";
import { ATTRIBUTE } from "../protocol/attributes.ts";
import type { Packet } from "../protocol/packet.ts";

/** MAC of the radio a packet names (RFC 3580 section 3.20, `AA-BB-CC-DD-EE-01:SSID`); undefined when it names none. */
export const calledStation = (packet: Packet): string | undefined => {
  const text = packet.text(ATTRIBUTE["Called-Station-Id"]);
  return text === undefined ? undefined : parseMac(text);
};

const NOBODY: readonly Nas[] = [];

/** Those of an identifier, else those of what can be shown of it, which is all the waiting room records. */
const namedBy = (identifier: string, candidates: readonly Nas[]): readonly Nas[] => {
  const exactly = candidates.filter((nas) => nas.nasIdentifier === identifier);
  if (exactly.length > 0) return exactly;
  const plain = shown(identifier);
  return plain === identifier ? NOBODY : candidates.filter((nas) => nas.nasIdentifier === plain);
};

/** Whether a packet says it comes from another NAS than this one. */
export const contradicts = (packet: Packet, nas: Nas): boolean => {
  const said = packet.text(ATTRIBUTE["NAS-Identifier"]);
  return nas.nasIdentifier !== null && said !== undefined && namedBy(said, [nas]).length === 0;
};

/** More that look alike than these are not tried: each costs a digest, also for a stranger's packet. */
const MOST_ALIKE = 8;

/**
 * Which of the NAS that may send from an address this one says it is, by its NAS-Identifier and its radio, or by its radio
 * alone; the secret proves it. Several are left where an identifier is as it comes from the factory. One that says
 * nothing of the kind is taken only where it is alone at its address: a wrong guess would be proved wrong by the secret,
 * but blamed on somebody else.
 *
 * @param candidates  the NAS whose blocks hold the source address
 */
export const claimed = (packet: Packet, candidates: readonly Nas[]): readonly Nas[] => {
  const [only] = candidates;
  if (!only || (candidates.length === 1 && !isFromAnywhere(only))) return candidates;
  const identifier = packet.text(ATTRIBUTE["NAS-Identifier"]);
  const named = identifier === undefined ? NOBODY : namedBy(identifier, candidates);
  if (named.length === 1) return named;
  const station = calledStation(packet);
  const called = station
    ? (named.length > 0 ? named : candidates).filter((nas) => nas.calledStations?.includes(station))
    : NOBODY;
  const alike = called.length > 0 ? called : named;
  if (alike.length > 0) return alike.slice(0, MOST_ALIKE);
  const near = candidates.filter((nas) => !isFromAnywhere(nas));
  return near.length === 1 ? near : NOBODY;
};

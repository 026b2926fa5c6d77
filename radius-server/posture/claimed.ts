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

/** Those of an identifier, and the nearest that was given none, which may say any. */
const orNearest = (named: readonly Nas[], nearest: Nas | undefined): readonly Nas[] =>
  nearest?.nasIdentifier === null && !named.includes(nearest) ? [...named, nearest] : named;

/**
 * Who may be meant by a packet that names nobody known: the nearest where that is one alone, unless it is known by another
 * name; then those farther off that were given none.
 */
const unnamed = (
  near: readonly Nas[],
  nearest: Nas | undefined,
  identifier: string | undefined,
): readonly Nas[] => {
  if (near.length === 1) return near;
  if (!nearest || (identifier !== undefined && nearest.nasIdentifier !== null)) return NOBODY;
  return [nearest, ...near.filter((nas) => nas !== nearest && nas.nasIdentifier === null)];
};

/**
 * Which of the NAS that may send from an address this one says it is, by its NAS-Identifier and its radio, or by its radio
 * alone; the secret proves it. Several are left where an identifier is as it comes from the factory. One that says
 * nothing of the kind is taken only where it is alone at its address, however wide the blocks of others around it are: a wrong
 * guess would be proved wrong by the secret, but blamed on somebody else.
 *
 * @param candidates  the NAS whose blocks hold the source address
 * @param nearest  the one of several of them whose block is narrower than any other's
 */
export const claimed = (packet: Packet, candidates: readonly Nas[], nearest?: Nas): readonly Nas[] => {
  const [only] = candidates;
  if (!only || (candidates.length === 1 && !isFromAnywhere(only))) return candidates;
  const identifier = packet.text(ATTRIBUTE["NAS-Identifier"]);
  const named = identifier === undefined ? NOBODY : namedBy(identifier, candidates);
  const ours = nearest && !isFromAnywhere(nearest) ? nearest : undefined;
  if (named.length === 1) return orNearest(named, ours);
  const station = calledStation(packet);
  const called = station
    ? (named.length > 0 ? named : candidates).filter((nas) => nas.calledStations?.includes(station))
    : NOBODY;
  if (called.length > 0) return called.slice(0, MOST_ALIKE);
  if (named.length > 0) return orNearest(named.slice(0, MOST_ALIKE - 1), ours);
  const near = candidates.filter((nas) => !isFromAnywhere(nas));
  return unnamed(near, ours, identifier).slice(0, MOST_ALIKE);
};

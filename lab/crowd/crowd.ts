import { setMaxListeners } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import type { Lab } from "../lab.ts";
import type { Tally } from "../nas/tally.ts";
import { diceOf } from "./dice.ts";
import { type Entry, octetsByPerson } from "./ledger.ts";
import { holdPlace, type Logins, type Scene } from "./person.ts";

/** How big a crowd, for how long, and from which seed. */
export type CrowdWishes = { readonly people: number; readonly seconds: number; readonly seed: number };

/** What became of a crowd. */
export type CrowdReport = {
  readonly tally: Readonly<Tally>;
  readonly logins: Readonly<Logins>;
  /** what pages complained of when a sign-in failed, and how often */
  readonly complaints: Readonly<Record<string, number>>;
  readonly sessions: number;
  /** sessions whose last report was never acknowledged */
  readonly unacknowledged: number;
  /** people who moved at least one octet */
  readonly people: number;
  /** octets the server has acknowledged, summed over everybody */
  readonly acknowledgedOctets: number;
  readonly entries: readonly Entry[];
};

/** Access points the crowd gathers at. */
const PLACES = 60;
/** Seconds over which the first people come. */
const ARRIVAL = 10;

const spread = <T>(from: readonly T[], count: number): readonly T[] => {
  const stride = Math.max(1, Math.floor(from.length / count));
  return from.filter((_, index) => index % stride === 0).slice(0, count);
};

const isUnacknowledged = ({ acknowledged, sent }: Entry): boolean =>
  acknowledged.up !== sent.up || acknowledged.down !== sent.down || acknowledged.seconds !== sent.seconds;

const reportOf = (
  { lab, logins, complaints }: Omit<Scene, "dice">,
  entries: readonly Entry[],
): CrowdReport => {
  const sums = [...octetsByPerson(entries).values()];
  return {
    tally: lab.tally,
    logins,
    complaints: Object.fromEntries(complaints),
    sessions: entries.length,
    unacknowledged: entries.filter(isUnacknowledged).length,
    people: sums.filter((octets) => octets > 0).length,
    acknowledgedOctets: sums.reduce((sum, octets) => sum + octets, 0),
    entries,
  };
};

/**
 * Keeps a number of people signing in, surfing, roaming and leaving, then sends everybody home.
 *
 * Reports are repeated across a server's restarts until they are acknowledged, so the entries are exact: what a
 * session's `acknowledged` names, the server must know.
 *
 * @param closing  ends the crowd early
 */
export const gather = async (lab: Lab, wishes: CrowdWishes, closing: AbortSignal): Promise<CrowdReport> => {
  const entries: Entry[] = [];
  const logins: Logins = { ok: 0, refused: 0, failed: 0, roamed: 0, left: 0 };
  const home = new AbortController();
  setMaxListeners(0, home.signal); // one for each person
  const goHome = (): void => home.abort();
  const timer = setTimeout(goHome, wishes.seconds * 1_000);
  closing.addEventListener("abort", goHome, { once: true });
  const scene: Omit<Scene, "dice"> = {
    lab,
    logins,
    complaints: new Map(),
    points: spread(lab.points, PLACES),
    closing: home.signal,
    record: (entry) => entries.push(entry),
  };
  const spacing = (Math.min(ARRIVAL, wishes.seconds / 2) * 1_000) / wishes.people;
  const places = Array.from({ length: wishes.people }, async (_, person) => {
    await pause(person * spacing, undefined, { signal: scene.closing }).catch(() => {});
    // dice of its own, so that a place's story does not depend on who was quicker
    await holdPlace({ ...scene, dice: diceOf(wishes.seed * 65_537 + person) }, person, wishes.people);
  });
  await Promise.all(places);
  clearTimeout(timer);
  return reportOf(scene, entries);
};

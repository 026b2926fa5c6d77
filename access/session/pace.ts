/** What a session had moved in all, octets both ways together, when its NAS reported it (epoch ms). */
export type Reading = { readonly octets: number; readonly at: number };

/** How fast a slowed session goes. */
export type Pace = {
  readonly latest: Reading;
  /** when each stretch between two reports began, epoch ms, that was too fast: those in a row up to the latest report */
  readonly tooFast: readonly number[];
};

/** Two reports nearer to one another tell no speed, ms: the shortest interval (RFC 2869 section 2.1). */
const SHORTEST_MS = 60_000;
/** Beyond it a report was missed, or the session was fast in between: what passed tells nothing, ms. */
const LONGEST_MS = 2 * 3_600_000;
/** Clearly above a speed: so many times as fast. */
const CLEARLY = 2;
/** An instant is reported in whole seconds, and its counters may be read a little later, s. */
const ROUNDING = 2;
/** What queues and token buckets let through at once, octets. */
const BURST = 1_000_000;

/** So many times in a row show that a speed is ignored. */
const ENOUGH = 2;

/**
 * The pace of a slowed session after a report; pure. Both directions are taken together, since some NAS have them changed over.
 *
 * @param before  absent before the first report
 * @param kbps  the slow speed, down and up together
 */
export const pacedBy = (before: Pace | undefined, reading: Reading, kbps: number): Pace => {
  if (!before || reading.at - before.latest.at > LONGEST_MS) return { latest: reading, tooFast: [] };
  const { latest, tooFast } = before;
  if (reading.at - latest.at < SHORTEST_MS) return before;
  const seconds = (reading.at - latest.at) / 1000 + ROUNDING;
  const most = (CLEARLY * kbps * 1000 * seconds) / 8 + BURST;
  const isTooFast = reading.octets - latest.octets > most;
  return { latest: reading, tooFast: isTooFast ? [...tooFast, latest.at] : [] };
};

/** The same without what began before an instant (epoch ms), since the NAS was told only then. */
export const toldAt = ({ latest, tooFast }: Pace, at: number): Pace => ({
  latest,
  tooFast: tooFast.filter((began) => began >= at),
});

/** Whether a session plainly ignores that it is to be slow. */
export const ignoresSlow = ({ tooFast }: Pace): boolean => tooFast.length >= ENOUGH;

/** What went over the wire; only ever grows. */
export type Tally = {
  /** requests, each counted once however often it was repeated */
  sent: number;
  answered: number;
  retransmitted: number;
  /** requests given up */
  lost: number;
  /** replies that were not authentic, or answered nothing */
  untrusted: number;
};

/** A tally at zero. */
export const emptyTally = (): Tally => ({ sent: 0, answered: 0, retransmitted: 0, lost: 0, untrusted: 0 });

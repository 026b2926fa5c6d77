/** What became of a request; of a lost one nothing was heard, after all repeats. */
export type Verdict = "right" | "wrong" | "lost";

/** Latencies and verdicts of one load. */
export type Tally = {
  readonly count: (latencyMs: number, verdict: Verdict) => void;
  readonly answered: () => number;
  readonly lost: () => number;
  readonly wrong: () => number;
  /** latency below which this share of the answers came, ms; 0 without answers */
  readonly percentile: (share: number) => number;
};

/** An empty tally with room for so many answers. */
export const tallyOf = (most: number): Tally => {
  const latencies = new Float64Array(most);
  let answered = 0;
  let lost = 0;
  let wrong = 0;
  return {
    count: (latency, verdict) => {
      if (verdict === "lost") {
        lost += 1;
        return;
      }
      latencies[answered] = latency;
      answered += 1;
      if (verdict === "wrong") wrong += 1;
    },
    answered: () => answered,
    lost: () => lost,
    wrong: () => wrong,
    percentile: (share) => {
      const sorted = latencies.slice(0, answered).sort();
      return sorted[Math.min(answered - 1, Math.ceil(answered * share) - 1)] ?? 0;
    },
  };
};

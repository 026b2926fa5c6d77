/** Latencies and verdicts of one load. */
export type Tally = {
  readonly count: (latencyMs: number, verdict: "right" | "wrong" | "lost") => void;
  readonly answered: () => number;
  readonly lost: () => number;
  readonly wrong: () => number;
  /** latency below which this share of the answers came, ms; 0 without answers */
  readonly percentile: (share: number) => number;
};

const FIRST = 65_536;

/** An empty tally. */
export const tallyOf = (): Tally => {
  let latencies = new Float64Array(FIRST);
  let answered = 0;
  let lost = 0;
  let wrong = 0;

  const keep = (latency: number): void => {
    if (answered === latencies.length) {
      const more = new Float64Array(latencies.length * 2);
      more.set(latencies);
      latencies = more;
    }
    latencies[answered] = latency;
    answered += 1;
  };

  return {
    count: (latency, verdict) => {
      if (verdict === "lost") lost += 1;
      else keep(latency);
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

/** How an access point is doing, as far as its packets tell; worst first. */
export const STATES = ["secret-mismatch", "quiet", "receiving", "never-heard", "off"] as const;

export type AccessPointState = (typeof STATES)[number];

/** What the state is judged by; instants are epoch ms. */
export type Signs = {
  readonly enabled: boolean;
  readonly lastHeardAt: number | null;
  readonly interimSeconds: number;
  /** last packet signed with another secret */
  readonly mismatchAt: number | null;
};

/** Seconds a report may be late beyond its interval. */
const GRACE = 60;

/**
 * The state of an access point: quiet once it has missed two reports, mismatched while the last packet from its address
 * was signed with another secret than ours.
 */
export const stateOf = (signs: Signs, at: number): AccessPointState => {
  if (!signs.enabled) return "off";
  if (signs.mismatchAt !== null && signs.mismatchAt > (signs.lastHeardAt ?? 0)) return "secret-mismatch";
  if (signs.lastHeardAt === null) return "never-heard";
  return at - signs.lastHeardAt > (2 * signs.interimSeconds + GRACE) * 1000 ? "quiet" : "receiving";
};

/** The worst of several states; a site without access points has never been heard. */
export const worstOf = (states: readonly AccessPointState[]): AccessPointState =>
  STATES.find((state) => states.includes(state)) ?? "never-heard";

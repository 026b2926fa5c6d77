/** How a session is served: everything, slowed, or government pages alone. */
export type Profile = "full" | "slow" | "government-only";

/** What a NAS is told about one session; `null` is unlimited. */
export type SessionLimits = {
  readonly profile: Profile;
  /** seconds until the session must end */
  readonly sessionTimeout: number | null;
  /** seconds without traffic */
  readonly idleTimeout: number | null;
  /** octets both ways together */
  readonly totalOctets: number | null;
  readonly downKbps: number | null;
  readonly upKbps: number | null;
  /** seconds between reports */
  readonly interimSeconds: number;
};

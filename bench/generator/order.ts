/** Where a server listens and how people log in to it. */
export type Aim = {
  readonly authPort: number;
  readonly acctPort: number;
  readonly by: "grant" | "account";
  readonly subscribers: number;
};

/** What is asked of a server. */
export type Load =
  /** logins alone; their sessions stay open */
  | "logins"
  /** Start for every session that is open without one */
  | "starts"
  /** interim reports of the open sessions in turn */
  | "interims"
  /** whole sessions: login, start, three interims, stop */
  | "sessions"
  /** Stop for every open session that is not kept */
  | "stops";

/** How fast: as the answers come, or so many a second whatever comes. */
export type Pace =
  | { readonly kind: "closed"; readonly inFlight: number }
  | { readonly kind: "open"; readonly perSecond: number };

/** One order to the generator. */
export type Order = {
  readonly aim: Aim;
  readonly load: Load;
  readonly pace: Pace;
  /** at most so long; what is in flight then is still waited for */
  readonly seconds: number;
  /** at most so many logins (logins, sessions) or reports (interims) */
  readonly most: number;
  /** number of the first login, so that no grant is used twice */
  readonly firstLogin: number;
  /** what `starts` opened stays for the interims */
  readonly keep: boolean;
};

/** What came of it. */
export type Outcome = {
  readonly answered: number;
  /** never answered, after all repeats */
  readonly lost: number;
  /** answered otherwise than asked for: a reject, a bad authenticator, no Session-Timeout */
  readonly wrong: number;
  readonly repeated: number;
  readonly seconds: number;
  /** latency, ms */
  readonly p50: number;
  readonly p99: number;
  /** CPU of the generator, µs */
  readonly cpu: number;
};

/** Octets acknowledged so far, over all sessions with one server. */
export type Acknowledged = { readonly sessions: number; readonly up: number; readonly down: number };

/** From the generator: a load is over. */
export type Report = { readonly outcome: Outcome; readonly acknowledged: Acknowledged };

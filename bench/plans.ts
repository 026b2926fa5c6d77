import type { Load, Pace } from "./generator/order.ts";
import type { Options } from "./options.ts";

/** The loads of one round, in order. */
export const LOADS = ["logins", "interims", "sessions", "steady", "fast"] as const;
export type LoadName = (typeof LOADS)[number];

/** What the generator is asked for. */
export type Plan = {
  readonly load: Load;
  readonly pace: Pace;
  /** logins, or reports, at most; grants are issued for so many before */
  readonly most: number;
};

/** Mixed requests a second of the two steady loads. */
const STEADY = 1_000;
const FAST = 10_000;

/** What a server may answer in a second before that is known. */
const UNKNOWN_PER_SECOND: Readonly<Record<"logins" | "interims" | "sessions", number>> = {
  logins: 25_000,
  interims: 100_000,
  sessions: 60_000,
};
/** So much faster than the time before a server may be without running out of what was made ready. */
const ROOM = 1.5;
const REQUESTS_OF_A_SESSION = 6;
/** Sessions under way when a steady load ends, and some. */
const UNFINISHED = 500;

/**
 * The plan of a load.
 *
 * @param known  requests a second the server answered the time before; undefined the first time
 */
export const planOf = (name: LoadName, { seconds, inFlight }: Options, known: number | undefined): Plan => {
  const closed: Pace = { kind: "closed", inFlight };
  const open = (perSecond: number): Plan => ({
    load: "sessions",
    pace: { kind: "open", perSecond },
    most: Math.ceil((perSecond * seconds) / REQUESTS_OF_A_SESSION) + UNFINISHED,
  });
  const asFastAs = (load: keyof typeof UNKNOWN_PER_SECOND, requestsOfOne: number): Plan => {
    const perSecond = known === undefined ? UNKNOWN_PER_SECOND[load] : known * ROOM;
    return { load, pace: closed, most: Math.ceil((perSecond * seconds) / requestsOfOne) + UNFINISHED };
  };
  const plans: Readonly<Record<LoadName, () => Plan>> = {
    logins: () => asFastAs("logins", 1),
    interims: () => asFastAs("interims", 1),
    sessions: () => asFastAs("sessions", REQUESTS_OF_A_SESSION),
    steady: () => open(STEADY),
    fast: () => open(FAST),
  };
  return plans[name]();
};

/** Whether a plan needs people who were not there before. */
export const takesLogins = ({ load }: Plan): boolean => load === "logins" || load === "sessions";

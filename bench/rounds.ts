import type { Acknowledged, Load, Outcome, Pace, Report } from "./generator/order.ts";
import type { Generator } from "./generator/start.ts";
import type { Options } from "./options.ts";
import type { Costs, Target } from "./target.ts";

/** The loads of one round, in order. */
export const LOADS = ["logins", "interims", "sessions", "steady", "fast"] as const;
export type LoadName = (typeof LOADS)[number];

/** One load of one round on one server. */
export type Measured = {
  readonly target: Target["name"];
  readonly load: LoadName;
  readonly outcome: Outcome;
  /** CPU a request, µs, by process, until everything was stored */
  readonly costs: Costs;
  /** seconds from the last answer until everything was stored */
  readonly caughtUp: number;
};

/** What was acknowledged beside what is stored for good. */
export type Books = {
  readonly target: Target["name"];
  readonly acknowledged: Acknowledged;
  readonly stored: Omit<Acknowledged, "sessions"> | undefined;
};

/** All that was measured. */
export type Results = {
  readonly measured: readonly Measured[];
  readonly books: readonly Books[];
  /** peak memory of the RADIUS server, MB */
  readonly resident: Readonly<Record<string, number>>;
};

type Plan = { readonly load: Load; readonly pace: Pace; readonly most: number };

/** No load is larger than this, so that grants can be issued for it before. */
const MOST_LOGINS_A_SECOND = 25_000;
const MOST_REPORTS_A_SECOND = 60_000;
const STEADY = 1_000;
const FAST = 10_000;
const REQUESTS_OF_A_SESSION = 6;
const UNFINISHED = 500;

const planOf = (name: LoadName, { seconds, inFlight }: Options): Plan => {
  const closed: Pace = { kind: "closed", inFlight };
  const open = (perSecond: number): Plan => ({
    load: "sessions",
    pace: { kind: "open", perSecond },
    most: Math.ceil((perSecond * seconds) / REQUESTS_OF_A_SESSION) + UNFINISHED,
  });
  const plans: Readonly<Record<LoadName, Plan>> = {
    logins: { load: "logins", pace: closed, most: seconds * MOST_LOGINS_A_SECOND },
    interims: { load: "interims", pace: closed, most: seconds * MOST_REPORTS_A_SECOND },
    sessions: {
      load: "sessions",
      pace: closed,
      most: seconds * (MOST_REPORTS_A_SECOND / REQUESTS_OF_A_SESSION),
    },
    steady: open(STEADY),
    fast: open(FAST),
  };
  return plans[name];
};

const spent = (before: Costs, after: Costs, requests: number): Costs =>
  Object.fromEntries(
    Object.entries(after).map(([name, cpu]) => [name, (cpu - (before[name] ?? 0)) / Math.max(1, requests)]),
  );

/** A server under measurement, and the number of its next login. */
export type Bench = { readonly target: Target; readonly generator: Generator; nextLogin: number };

const ENDING_SECONDS = 30;

const takesLogins = ({ load }: Plan): boolean => load === "logins" || load === "sessions";

/** Grants are issued before a load is timed, as a portal issues them before the NAS asks. */
const issueFor = async ({ target, nextLogin }: Bench, plan: Plan): Promise<void> => {
  if (takesLogins(plan)) await target.expect(nextLogin, plan.most);
};

const order = (bench: Bench, plan: Plan, seconds: number, keep: boolean = false): Promise<Report> => {
  const { target, generator, nextLogin } = bench;
  if (takesLogins(plan)) bench.nextLogin += plan.most;
  return generator.run({ aim: target.aim, ...plan, seconds, firstLogin: nextLogin, keep });
};

/** Opens the sessions that stay for interim reports. */
export const openSessions = async (bench: Bench, options: Options): Promise<void> => {
  const pace: Pace = { kind: "closed", inFlight: options.inFlight };
  const logins: Plan = { load: "logins", pace, most: options.live };
  await issueFor(bench, logins);
  await order(bench, logins, ENDING_SECONDS, true);
  await order(bench, { load: "starts", pace, most: options.live }, ENDING_SECONDS);
  await bench.target.caughtUp();
  await bench.target.analyze();
};

/** One load on one server; what it left open is ended before the next. */
export const measure = async (bench: Bench, load: LoadName, options: Options): Promise<Measured> => {
  const { target } = bench;
  const plan = planOf(load, options);
  await issueFor(bench, plan);
  const before = target.costs();
  const { outcome } = await order(bench, plan, options.seconds);
  const caughtUp = await target.caughtUp();
  const costs = spent(before, target.costs(), outcome.answered);
  if (load === "logins") {
    await order(bench, { load: "stops", pace: plan.pace, most: plan.most }, ENDING_SECONDS);
    await target.caughtUp();
  }
  return { target: target.name, load, outcome, costs, caughtUp };
};

/** What a server acknowledged in all beside what is stored. */
export const booksOf = async (bench: Bench): Promise<Books> => {
  const { acknowledged } = await order(
    bench,
    { load: "interims", pace: { kind: "closed", inFlight: 1 }, most: 0 },
    1,
  );
  return { target: bench.target.name, acknowledged, stored: await bench.target.stored() };
};

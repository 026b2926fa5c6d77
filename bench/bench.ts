import type { Acknowledged, Outcome, Pace, Report } from "./generator/order.ts";
import type { Generator } from "./generator/start.ts";
import type { Options } from "./options.ts";
import { type LoadName, type Plan, planOf, takesLogins } from "./plans.ts";
import type { Costs, Target } from "./target.ts";

/** A server under measurement, the number of its next login, and how fast it was the last time. */
export type Bench = {
  readonly target: Target;
  readonly generator: Generator;
  nextLogin: number;
  /** requests a second by load */
  readonly known: Map<LoadName, number>;
};

/** One load on one server. */
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

/** A server nothing is known of yet. */
export const benchOf = (target: Target, generator: Generator): Bench => ({
  target,
  generator,
  nextLogin: 1,
  known: new Map(),
});

const spent = (before: Costs, after: Costs, requests: number): Costs =>
  Object.fromEntries(
    Object.entries(after).map(([name, cpu]) => [name, (cpu - (before[name] ?? 0)) / Math.max(1, requests)]),
  );

const ENDING_SECONDS = 60;

/** Grants are issued before a load is timed, as a portal issues them before the NAS asks. */
const issueFor = async ({ target, nextLogin }: Bench, plan: Plan): Promise<void> => {
  if (takesLogins(plan)) await target.expect(nextLogin, plan.most);
};

const order = (bench: Bench, plan: Plan, seconds: number, keep: boolean = false): Promise<Report> => {
  const { target, generator, nextLogin } = bench;
  if (takesLogins(plan)) bench.nextLogin += plan.most;
  return generator.run({ aim: target.aim(), ...plan, seconds, firstLogin: nextLogin, keep });
};

/** Opens so many sessions that stay for interim reports. */
export const openSessions = async (bench: Bench, count: number, inFlight: number): Promise<void> => {
  const pace: Pace = { kind: "closed", inFlight };
  const logins: Plan = { load: "logins", pace, most: count };
  await issueFor(bench, logins);
  await order(bench, logins, ENDING_SECONDS, true);
  await order(bench, { load: "starts", pace, most: count }, ENDING_SECONDS);
  await bench.target.caughtUp();
  await bench.target.settle();
};

/** One load on one server; what it left open is ended before the next. */
export const measure = async (bench: Bench, load: LoadName, options: Options): Promise<Measured> => {
  const { target } = bench;
  const plan = planOf(load, options, bench.known.get(load));
  await issueFor(bench, plan);
  const before = target.costs();
  const { outcome } = await order(bench, plan, options.seconds);
  const caughtUp = await target.caughtUp();
  const costs = spent(before, target.costs(), outcome.answered);
  bench.known.set(load, outcome.answered / outcome.seconds);
  if (load === "logins") {
    await order(bench, { load: "stops", pace: plan.pace, most: plan.most }, ENDING_SECONDS);
    await target.caughtUp();
  }
  return { target: target.name, load, outcome, costs, caughtUp };
};

/** What a server acknowledged in all beside what is stored. */
export const booksOf = async (bench: Bench): Promise<Books> => {
  const nothing: Plan = { load: "interims", pace: { kind: "closed", inFlight: 1 }, most: 0 };
  const { acknowledged } = await order(bench, nothing, 1);
  return { target: bench.target.name, acknowledged, stored: await bench.target.stored() };
};

import type { Acknowledged, Aim } from "./generator/order.ts";

/** What a server and its stores cost so far, µs of CPU, by process. */
export type Costs = Readonly<Record<string, number>>;

/** One of the servers that are measured side by side. */
export type Target = {
  readonly name: "hien" | "sql" | "redis" | "least";
  readonly aim: () => Aim;
  /** makes ready what these logins need: grants, as a portal would have issued them */
  readonly expect: (firstLogin: number, count: number) => Promise<void>;
  readonly costs: () => Costs;
  /** most memory the RADIUS server ever held, MB */
  readonly resident: () => number;
  /** waits until everything acknowledged is stored for good @returns seconds that took */
  readonly caughtUp: () => Promise<number>;
  /** what is stored for good; undefined where nothing is */
  readonly stored: () => Promise<Omit<Acknowledged, "sessions"> | undefined>;
  /** lets the stores tidy up and look at themselves, once sessions are open */
  readonly settle: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

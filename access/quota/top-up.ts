import type { Per } from "./period.ts";

/** What was given to a person beyond the plan, for one quota period. */
export type TopUp = {
  readonly of: "octets" | "seconds";
  readonly per: Per;
  /** start of the period it was given for, epoch ms */
  readonly periodStartsAt: number;
  /** octets or seconds, more than 0 */
  readonly amount: number;
};

/** A gift, by whom and why; `givenBy` is a staff id, `at` epoch ms. */
export type Gift = TopUp & {
  readonly subscriberId: number;
  readonly givenBy: number | null;
  readonly reason: string | null;
  readonly at: number;
};

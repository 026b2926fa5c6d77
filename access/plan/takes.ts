import type { Profile } from "../quota/standing.ts";
import { openUntil } from "./hours.ts";
import type { Allowance, Policy } from "./plan.ts";

/** Somebody online: how they are served, where and when they are looked at. */
export type Served = { readonly profile: string; readonly zone: string; readonly at: number };

const endless = (limit: number | null): number => limit ?? Number.POSITIVE_INFINITY;

/** kbit/s down and up of a profile; `null` is unlimited. */
const speedsOf = ({ downKbps, upKbps, atEnd }: Policy, profile: string): readonly (number | null)[] =>
  profile === ("slow" satisfies Profile) && atEnd.kind === "slow"
    ? [atEnd.downKbps, atEnd.upKbps]
    : [downKbps, upKbps];

/** The least given of a kind in a period; unlimited where the rules do not name it. */
const amountOf = ({ allowances }: Policy, { of, per }: Allowance): number =>
  Math.min(
    ...allowances.filter((one) => one.of === of && one.per === per).map(({ amount }) => amount),
    Number.POSITIVE_INFINITY,
  );

/** When the hours that are open close, epoch ms; where none are, they have closed. */
const closesAt = ({ hours }: Policy, { zone, at }: Served): number => {
  const until = openUntil(hours, zone, at);
  return until === undefined ? at : endless(until);
};

/** What rules give somebody who is online, in an order of its own; more is better. */
const giftsOf = (policy: Policy, served: Served): readonly number[] => [
  ...speedsOf(policy, served.profile).map(endless),
  endless(policy.longestSession),
  endless(policy.idle),
  endless(policy.devices),
  endless(policy.validFor),
  closesAt(policy, served),
];

/**
 * Whether rules take something from a person who is online and was let in by others: whoever is given more, or
 * notices nothing of it, is not meant. Of one who is slowed already the allowances are used up.
 */
export const takes = (now: Policy, before: Policy, served: Served): boolean => {
  const had = giftsOf(before, served);
  if (giftsOf(now, served).some((gift, index) => gift < had[index]!)) return true;
  const isFull = served.profile === ("full" satisfies Profile);
  return isFull && now.allowances.some((one) => amountOf(now, one) < amountOf(before, one));
};

import type { Policy } from "#access/plan/plan";
import type { Format } from "../format/format.ts";
import type { Phrases } from "../phrases/phrases.ts";

const speedOf = (kbps: number | null, phrases: Phrases, format: Format): string =>
  kbps === null ? phrases.unlimited.toLowerCase() : format.kbps(kbps);

const endOf = ({ atEnd, allowances }: Policy, phrases: Phrases, format: Format): string[] => {
  const words = phrases.plans.summary;
  if (allowances.length === 0) return [];
  if (atEnd.kind === "slow") return [words.slow(format.kbps(atEnd.downKbps))];
  return [atEnd.kind === "stop" ? words.stop : words.government];
};

/** The rules of a plan in one line. */
export const summaryOf = (policy: Policy, phrases: Phrases, format: Format): string => {
  const words = phrases.plans.summary;
  const { downKbps, upKbps, devices, longestSession } = policy;
  const allowances = policy.allowances.map(({ of, per, amount }) =>
    [of === "octets" ? format.octets(amount) : format.span(amount), phrases.per[per]].join(" "),
  );
  const isFree = downKbps === null && upKbps === null;
  return [
    ...allowances,
    ...endOf(policy, phrases, format),
    ...(isFree ? [] : [words.speed(speedOf(downKbps, phrases, format), speedOf(upKbps, phrases, format))]),
    ...(longestSession === null ? [] : [words.session(format.span(longestSession))]),
    ...(devices === null ? [] : [words.devices(format.count(devices))]),
  ].join(" · ");
};

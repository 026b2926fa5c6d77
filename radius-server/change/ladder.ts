import { distinct, type Names, withoutNas } from "./identify.ts";
import type { Verdict } from "./verdict.ts";

/** More tries of one rung than any NAS needs to be understood. */
const MOST = 6;

/** The sets left after one was tried; empty when the rung is at its end. */
const left = (tried: Names, verdict: Verdict, sets: readonly Names[]): readonly Names[] => {
  switch (verdict) {
    case "other-names":
      return sets;
    case "without-nas": {
      const plain = withoutNas(tried);
      return plain.length < tried.length ? distinct([plain, ...sets.map(withoutNas)]) : sets;
    }
    case "by-session-id":
      return sets.filter((names) => names.includes("acct-session-id"));
    default:
      return [];
  }
};

/** What a rung of the ladder came to, and the set it came to it with. */
export type Rung = { readonly verdict: Verdict; readonly names: Names };

/**
 * Tries one kind of request by one set of names after the other, as the answers tell, until one is decided.
 *
 * @param sets  at least one
 */
export const climb = async (
  sets: readonly Names[],
  ask: (names: Names) => Promise<Verdict>,
): Promise<Rung> => {
  let remaining = sets;
  let rung: Rung = { verdict: "lower", names: [] };
  for (let tries = 0; remaining.length > 0 && tries < MOST; tries += 1) {
    const [names, ...others] = remaining as [Names, ...Names[]];
    rung = { verdict: await ask(names), names };
    remaining = left(names, rung.verdict, others);
  }
  return rung;
};

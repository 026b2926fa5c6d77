import type { Standing } from "#access/quota/read-standing";
import type { Terms } from "#access/terms/terms";
import type { Said } from "#access/trace/words";
import type { PendingCode } from "../code/live.ts";

/** Everything the choice of a page rests on. */
export type Facts = {
  readonly isOnline: boolean;
  /** how the person stands; null when nobody, or nobody who may be told, is online */
  readonly standing: Standing | null;
  readonly isProven: boolean;
  /** why RADIUS refused the last try; null when it did not or nobody knows */
  readonly refusal: Said | null;
  /** terms still to be agreed to; null when there are none */
  readonly terms: Terms | null;
  readonly pending: PendingCode | null;
};

/** The page a person is shown. */
export type View =
  | { readonly kind: "online"; readonly standing: Standing | null }
  | { readonly kind: "terms"; readonly terms: Terms }
  | { readonly kind: "connect"; readonly refusal: Said | null }
  | { readonly kind: "code"; readonly pending: PendingCode }
  | { readonly kind: "number" };

/** The page of a person's state; pure. Reopening any window lands where the person was. */
export const viewOf = (facts: Facts): View => {
  if (facts.isOnline) return { kind: "online", standing: facts.standing };
  if (facts.isProven)
    return facts.terms ? { kind: "terms", terms: facts.terms } : { kind: "connect", refusal: facts.refusal };
  return facts.pending ? { kind: "code", pending: facts.pending } : { kind: "number" };
};

import type { Standing } from "#access/quota/read-standing";
import type { Terms } from "#access/terms/terms";
import type { PendingCode } from "../code/live.ts";

/** Everything the choice of a page rests on. */
export type Facts = {
  readonly isOnline: boolean;
  /** how the person stands; null when nobody, or nobody who may be told, is online */
  readonly standing: Standing | null;
  readonly isProven: boolean;
  /** terms still to be agreed to; null when there are none */
  readonly terms: Terms | null;
  readonly pending: PendingCode | null;
};

/** The page a person is shown. */
export type View =
  | { readonly kind: "online"; readonly standing: Standing | null }
  | { readonly kind: "terms"; readonly terms: Terms }
  | { readonly kind: "connect" }
  | { readonly kind: "code"; readonly pending: PendingCode }
  | { readonly kind: "number" };

/** The page of a person's state; pure. Reopening any window lands where the person was. */
export const viewOf = (facts: Facts): View => {
  if (facts.isOnline) return { kind: "online", standing: facts.standing };
  if (facts.isProven) return facts.terms ? { kind: "terms", terms: facts.terms } : { kind: "connect" };
  return facts.pending ? { kind: "code", pending: facts.pending } : { kind: "number" };
};

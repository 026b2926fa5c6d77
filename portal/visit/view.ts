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
  /** whether a NAS is just now to ask about the device again */
  readonly isConnecting: boolean;
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
  | { readonly kind: "connecting" }
  | { readonly kind: "connect"; readonly refusal: Said | null }
  | { readonly kind: "code"; readonly pending: PendingCode }
  | { readonly kind: "number" };

const viewOfProven = ({ terms, refusal, isConnecting }: Facts): View => {
  if (terms) return { kind: "terms", terms };
  return isConnecting && refusal === null ? { kind: "connecting" } : { kind: "connect", refusal };
};

/** The page of a person's state; pure. Reopening any window lands where the person was. */
export const viewOf = (facts: Facts): View => {
  if (facts.isOnline) return { kind: "online", standing: facts.standing };
  if (facts.isProven) return viewOfProven(facts);
  return facts.pending ? { kind: "code", pending: facts.pending } : { kind: "number" };
};

import { ERROR_CAUSE } from "../protocol/values.ts";
import type { ChangeAnswer } from "./exchange.ts";

/**
 * What follows from an answer: `other-names` tries to name the session otherwise, `without-nas` the same without naming
 * the NAS, `by-session-id` with its Acct-Session-Id; `lower` takes the next rung of the ladder; `later` asks again;
 * of what is `unsent` nothing was
 * asked, since it no longer holds, of what is `away` since no connection of the NAS is open here.
 */
export type Verdict =
  | "done"
  | "gone"
  | "other-names"
  | "without-nas"
  | "by-session-id"
  | "disabled"
  | "later"
  | "lower"
  | "silent"
  | "unsent"
  | "away";

// RFC 5176 section 3.5
const BY_CAUSE: ReadonlyMap<number, Verdict> = new Map([
  [ERROR_CAUSE["Residual-Session-Context-Removed"], "gone"],
  [ERROR_CAUSE["Session-Context-Not-Found"], "gone"],
  [ERROR_CAUSE["Unsupported-Attribute"], "other-names"],
  [ERROR_CAUSE["Missing-Attribute"], "other-names"],
  [ERROR_CAUSE["Invalid-Attribute-Value"], "other-names"],
  [ERROR_CAUSE["NAS-Identification-Mismatch"], "without-nas"],
  [ERROR_CAUSE["Administratively-Prohibited"], "disabled"],
  [ERROR_CAUSE["Request-Not-Routable"], "later"],
  [ERROR_CAUSE["Session-Context-Not-Removable"], "later"],
  [ERROR_CAUSE["Other-Proxy-Processing-Error"], "later"],
  [ERROR_CAUSE["Resources-Unavailable"], "later"],
  [ERROR_CAUSE["Request-Initiated"], "later"],
  [ERROR_CAUSE["Multiple-Session-Selection-Unsupported"], "by-session-id"],
]);

/** What an answer means for what is asked next; pure. A refusal without a cause says nothing, so the next rung is taken. */
export const verdictOf = (answer: ChangeAnswer): Verdict => {
  if (answer.kind === "acknowledged") return "done";
  if (answer.kind === "silent") return "silent";
  return (answer.errorCause === null ? undefined : BY_CAUSE.get(answer.errorCause)) ?? "lower";
};

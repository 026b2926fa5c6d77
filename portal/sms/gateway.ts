/** Why a gateway did not take a message; the gateways' own words are sorted into these. */
export type SmsFault =
  | "auth"
  | "balance"
  | "brand_or_template"
  | "number_invalid"
  | "number_blocked"
  | "operator_not_registered"
  | "throttled"
  | "duplicate"
  | "ip_not_allowed"
  | "content_blocked"
  | "temporary"
  | "unknown";

/** A message on its way: number in E.164, text as the phone shows it, an id no other message has. */
export type SmsMessage = { readonly to: string; readonly text: string; readonly requestId: string };

/**
 * What became of a message. `perhaps` says that the gateway may have taken it all the same (it fell silent after it
 * had the message), so it may arrive and be paid for.
 */
export type SmsOutcome =
  | { readonly kind: "taken" }
  | { readonly kind: "failed"; readonly fault: SmsFault; readonly perhaps: boolean };

/** A way to send an SMS; never throws, and answers within its own time limit. */
export type SmsGateway = {
  readonly name: string;
  readonly send: (message: SmsMessage) => Promise<SmsOutcome>;
};

/** The message was taken for delivery; whether it arrived is known when its code is typed. */
export const TAKEN: SmsOutcome = { kind: "taken" };

/** A message that was not taken. */
export const failed = (fault: SmsFault, perhaps = false): SmsOutcome => ({ kind: "failed", fault, perhaps });

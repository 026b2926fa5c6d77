import { z } from "zod";

/** Every refusal the API gives, with its HTTP status; the codes are phrase keys and never change. */
export const REFUSALS = {
  bad_request: 400,
  password_too_short: 400,
  password_not_new: 400,
  not_a_phone_or_mac: 400,
  radsec_fingerprint_invalid: 400,
  radsec_name_invalid: 400,
  radsec_psk_identity_invalid: 400,
  not_signed_in: 401,
  wrong_sign_in: 401,
  wrong_code: 401,
  step_first: 403,
  forbidden: 403,
  foreign_page: 403,
  wrong_password: 403,
  not_found: 404,
  name_taken: 409,
  mac_taken: 409,
  nothing_to_end: 409,
  no_such_limit: 409,
  anywhere_unsigned: 409,
  anywhere_nameless: 409,
  names_no_roles: 409,
  takes_no_changes: 409,
  waiting_nameless: 409,
  radsec_identity_taken: 409,
  radsec_identity_missing: 409,
  place_exists: 409,
  place_has_access_points: 409,
  place_has_places: 409,
  login_taken: 409,
  last_owner: 409,
  not_oneself: 409,
  too_large: 413,
  locked: 429,
  busy: 503,
  internal: 500,
} as const;

export type RefusalCode = keyof typeof REFUSALS;

const codes = Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]];

/** How a refusal is said: its code, and what a sentence about it needs. */
export const refusalSchema = z
  .object({ code: z.enum(codes), fields: z.record(z.string(), z.union([z.string(), z.number()])) })
  .strict();

/** A request that was understood and is not done. */
export type Refusal = {
  readonly refused: RefusalCode;
  readonly fields: Readonly<Record<string, string | number>>;
};

/** Refuses, with what a sentence about it needs. */
export const refuse = (refused: RefusalCode, fields: Record<string, string | number> = {}): Refusal => ({
  refused,
  fields,
});

/** Whether a handler's answer is a refusal. */
export const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === "object" && answer !== null && "refused" in answer && "fields" in answer;

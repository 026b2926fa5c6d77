import { Failure } from "#access/runtime/failure";
import { type Refusal, type RefusalCode, refuse } from "./refusals.ts";

/** Faults of the subject that a person at the panel caused and can mend. */
const MENDABLE: Readonly<Record<string, RefusalCode>> = {
  plan_unknown: "not_found",
  subscriber_unknown: "not_found",
  nas_unknown: "not_found",
  site_unknown: "not_found",
  thing_unknown: "not_found",
  alarm_unknown: "not_found",
  device_unknown: "not_found",
  thing_mac_taken: "mac_taken",
  plan_code_taken: "name_taken",
  nas_slug_taken: "name_taken",
  nas_from_anywhere_unsigned: "anywhere_unsigned",
  nas_from_anywhere_nameless: "anywhere_nameless",
  nas_names_no_roles: "names_no_roles",
  nas_takes_no_changes: "takes_no_changes",
  site_code_taken: "name_taken",
  radsec_fingerprint_invalid: "radsec_fingerprint_invalid",
  radsec_name_invalid: "radsec_name_invalid",
  radsec_psk_identity_invalid: "radsec_psk_identity_invalid",
  radsec_identity_taken: "radsec_identity_taken",
  radsec_identity_missing: "radsec_identity_missing",
};

/** The refusal a fault means; undefined for one that only the log should see. */
export const refusalOf = (fault: unknown): Refusal | undefined => {
  const code = fault instanceof Failure ? MENDABLE[fault.code] : undefined;
  return code && fault instanceof Failure ? refuse(code, fault.fields) : undefined;
};

import type { CoaProfile } from "./vendor.ts";

/** Disconnect alone, by the session's own id: what a profile differs in is named over it. */
export const DISCONNECT: CoaProfile = {
  means: "disconnect",
  identify: ["acct-session-id"],
  beside: [],
  fallbacks: [],
  userName: "login-id",
  callingStationId: "AA-BB",
  accepts: [],
  changes: [],
  fixed: [],
  changesLimits: false,
  wholeProfile: false,
  eventTimestamp: false,
  messageAuthenticator: false,
  port: 3799,
};

/** No request at all reaches such a NAS. */
export const NO_COA: CoaProfile = { ...DISCONNECT, means: "none", identify: [] };

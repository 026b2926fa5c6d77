import { DISCONNECT } from "../coa.ts";
import { nothing } from "../nothing.ts";
import { filtersIn } from "../profile-names.ts";
import { nameInFilterId } from "../role.ts";
import { wisprBandwidth } from "../speed.ts";
import type { Vendor } from "../vendor.ts";
import { longVolume } from "../volume.ts";

const COOVACHILLI = 14_559;
const MAX_TOTAL_OCTETS = 3;
const MAX_TOTAL_GIGAWORDS = 23;

const volume = longVolume(COOVACHILLI, MAX_TOTAL_OCTETS, MAX_TOTAL_GIGAWORDS);

/**
 * CoovaChilli and the gateways made from it (Teltonika, Keenetic, Open Mesh and others).
 *
 * Answers a CoA only when User-Name is there, resets every attribute the CoA leaves out (so send the whole profile), and
 * ignores Event-Timestamp and Message-Authenticator. Octets are limited in total, since its "input" is by default
 * what the client received; each report says which way it counts. VLANs need a special build.
 */
export const coovachilli: Vendor = {
  label: "CoovaChilli",
  dialect: "uam",
  signIn: "own",
  evidence: "live",
  coa: {
    ...DISCONNECT,
    means: "coa",
    identify: ["user-name", "acct-session-id"],
    fallbacks: [["user-name"]],
    accepts: ["nas-ip-address", "nas-identifier"],
    changes: ["session-timeout", "idle-timeout", "interim-interval", "speed", "octets", "profile"],
    changesLimits: true,
    wholeProfile: true,
  },
  renewEvery: null,
  cannot: ["vlan", "redirect"],
  unsure: [],
  naming: filtersIn("Filter-Id"),
  limitAttributes: (limits, names) => [
    ...wisprBandwidth(limits),
    ...volume(limits),
    ...nameInFilterId(limits, names),
  ],
  vlanAttributes: nothing,
  redirectAttributes: nothing,
};

import { DISCONNECT } from "../coa.ts";
import { filtersIn } from "../profile-names.ts";
import { nameIn } from "../role.ts";
import { rates } from "../speed.ts";
import type { Vendor } from "../vendor.ts";
import { tunnel } from "../vlan.ts";
import { textOf } from "../wire.ts";

const H3C = 25_506;
const INPUT_AVERAGE_RATE = 2;
const OUTPUT_AVERAGE_RATE = 5;
const USER_GROUP = 140;
const AV_PAIR = 210;

/** Input is what the person sends. */
const averageRates = rates({
  vendor: H3C,
  down: OUTPUT_AVERAGE_RATE,
  up: INPUT_AVERAGE_RATE,
  perKbps: 1000,
});
const group = nameIn(H3C, USER_GROUP);

/** H3C, rates in bit/s (dictionary.h3c). The unit of H3C-Remanent-Volume (15) is unverified, so it is not sent. */
export const h3c: Vendor = {
  label: "H3C",
  dialect: "generic",
  signIn: "led",
  evidence: "vendor-document",
  coa: {
    ...DISCONNECT,
    means: "coa",
    fallbacks: [["user-name", "acct-session-id"]],
    changes: ["speed"],
    fixed: [{ vendor: H3C, type: USER_GROUP }],
    changesLimits: true,
  },
  renewEvery: null,
  cannot: ["octets", "lift"],
  unsure: ["filter", "vlan"],
  naming: filtersIn("H3C-User-Group"),
  limitAttributes: (limits, names) => [...averageRates(limits), ...group(limits, names)],
  vlanAttributes: tunnel,
  redirectAttributes: ({ url }) => [textOf(H3C, AV_PAIR, `url-redirect=${url}`)],
};

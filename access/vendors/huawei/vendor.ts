import { DISCONNECT } from "../coa.ts";
import { filtersIn } from "../profile-names.ts";
import { nameInFilterId } from "../role.ts";
import { rates } from "../speed.ts";
import type { Vendor } from "../vendor.ts";
import { tunnel } from "../vlan.ts";
import { textOf } from "../wire.ts";

const HUAWEI = 2011;
const INPUT_AVERAGE_RATE = 2;
const OUTPUT_AVERAGE_RATE = 5;
const PORTAL_URL = 27;

/** Input is what the person sends. */
const averageRates = rates({
  vendor: HUAWEI,
  down: OUTPUT_AVERAGE_RATE,
  up: INPUT_AVERAGE_RATE,
  perKbps: 1000,
});

/**
 * Huawei access controllers, rates in bit/s (dictionary.huawei).
 *
 * The unit of Huawei-Remanent-Volume (15) is unverified, and one wrong by a thousand would end sessions early: it is not
 * sent. The access list that leads to the portal is configured on the controller.
 */
export const huawei: Vendor = {
  label: "Huawei",
  dialect: "generic",
  signIn: "operator",
  evidence: "vendor-document",
  coa: {
    ...DISCONNECT,
    means: "coa",
    fallbacks: [["user-name", "acct-session-id"]],
    changes: ["speed"],
    changesLimits: true,
  },
  renewEvery: null,
  cannot: ["octets", "lift"],
  unsure: ["filter", "vlan"],
  naming: filtersIn("Filter-Id"),
  limitAttributes: (limits, names) => [...averageRates(limits), ...nameInFilterId(limits, names)],
  vlanAttributes: tunnel,
  redirectAttributes: ({ url }) => [textOf(HUAWEI, PORTAL_URL, url)],
};

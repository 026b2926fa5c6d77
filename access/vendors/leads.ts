import type { Vendor } from "./vendor.ts";

/** What the access list or role on an access point is called that leads to the portal. */
export const LEADS_BY = "portal";

/** Whether a family can be told where to send a device that is not known yet, and so be used with MAC authentication. */
export const leads = ({ cannot }: Pick<Vendor, "cannot">): boolean => !cannot.includes("redirect");

import type { Vendor } from "./vendor.ts";

/** Whether a family can be told where to send a device that is not known yet, and so be used with MAC authentication. */
export const leads = ({ cannot }: Pick<Vendor, "cannot">): boolean => !cannot.includes("redirect");

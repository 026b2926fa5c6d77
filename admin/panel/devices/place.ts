import type { DeviceAlarm } from "../../api/devices/shapes.ts";

/** A place in one line: site, access point, port. */
export const placeText = ({ siteName, accessPointName, nasPortId }: DeviceAlarm["place"]): string =>
  [siteName, accessPointName, nasPortId].filter(Boolean).join(" · ") || "–";

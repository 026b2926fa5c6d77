import { ATTRIBUTE } from "../protocol/attributes.ts";
import type { Packet } from "../protocol/packet.ts";
import { type Attribute, text } from "../protocol/write.ts";

const LED = "led";

/** The Class of a device on its way to the portal: what it moves there is nobody's, and nothing to look into. */
export const ledClass: Attribute = text(ATTRIBUTE["Class"], LED);

/** Whether a report is of such a device; some NAS go on sending it beside, or instead of, the Class of the session after. */
export const isOfLed = (packet: Packet): boolean =>
  packet.all(ATTRIBUTE["Class"]).some((value) => Buffer.from(value).toString("latin1") === LED);

import type { Asked } from "#access/trace/trace";
import { ATTRIBUTE } from "../protocol/attributes.ts";
import type { Packet } from "../protocol/packet.ts";
import { credentialOf } from "../protocol/password.ts";
import { framedAddress } from "../who.ts";

/** The longest text of a NAS kept, characters. */
const LONGEST = 80;

const said = (text: string | undefined): string | undefined => text?.slice(0, LONGEST);

/** What an Access-Request asked with, for its trace. The User-Name is left out: people type their numbers there. */
export const askedIn = (packet: Packet): Asked => ({
  by: credentialOf(packet),
  signed: packet.hasMessageAuthenticator,
  called: said(packet.text(ATTRIBUTE["Called-Station-Id"])),
  port: said(packet.text(ATTRIBUTE["NAS-Port-Id"])),
  address: said(framedAddress(packet)),
});

import type { Nas } from "#access/nas/nas";
import { parsePhone } from "#access/subscriber/phone";
import { VENDORS } from "#access/vendors/vendors";
import type { Lab } from "./lab.ts";
import { pretendMac } from "./nas/association.ts";
import { vendorAttributes } from "./nas/codec.ts";
import type { Attachment, Verdict } from "./nas/lab-nas.ts";
import { inboxOf } from "./phone/messages.ts";
import { type SignIn, signIn } from "./phone/sign-in.ts";

/** One person's way through the portal and RADIUS. */
type Journey = {
  readonly online: boolean;
  readonly dialect: string;
  readonly accessPoint: string;
  /** milliseconds of each step, and of all */
  readonly steps: Readonly<Record<string, number>>;
  /** attributes of the Access-Accept by name, octets in hex */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** what RADIUS said, or "unasked" */
  readonly verdict: Verdict["kind"] | "unasked";
  /** what the last page complained of */
  readonly alert: string | null;
};

/** A phone after its journey, still in range. */
export type Travelled = { readonly journey: Journey; readonly attachment: Attachment };

const readable = (value: unknown): unknown => {
  if (Buffer.isBuffer(value)) return value.toString("hex");
  return Array.isArray(value) ? value.map(readable) : value;
};

/** Attributes of an Access-Accept by name, vendors' among them, octets in hex; none for another verdict. */
export const attributesOf = (verdict: Verdict | undefined): Record<string, unknown> => {
  if (verdict?.kind !== "accepted") return {};
  const {
    "Vendor-Specific": _inside,
    "Message-Authenticator": _signature,
    ...standard
  } = verdict.accepted.attributes;
  const all = {
    ...standard,
    ...vendorAttributes({ code: "", identifier: 0, attributes: verdict.accepted.attributes }),
  };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, readable(value)]));
};

const told = (nas: Nas, attachment: Attachment, { steps, alert }: SignIn): Journey => ({
  online: attachment.session()?.standing().ended === null,
  dialect: VENDORS[nas.kind].dialect,
  accessPoint: nas.slug,
  steps: { ...steps, total: Object.values(steps).reduce((sum, step) => sum + step, 0) },
  attributes: attributesOf(attachment.verdict()),
  verdict: attachment.verdict()?.kind ?? "unasked",
  alert,
});

/** A walk the portal did not answer, perhaps since it is just starting again. */
const unanswered = (address: string): SignIn => ({
  steps: {},
  page: { address, status: 0, html: "" },
  alert: "the portal did not answer",
});

/** The number as the SMS gateway will write it; as typed when nobody could read it. */
const e164Of = (number: string): string => {
  const phone = parsePhone(number);
  return phone.kind === "phone" ? phone.e164 : number;
};

/**
 * Takes one person online at an access point: gateway, portal, SMS, terms, hand-over, RADIUS.
 *
 * @param number  as a person types it
 * @param mac     12 lower-case hex digits; a made-up one otherwise
 */
export const travel = async (lab: Lab, nas: Nas, number: string, mac = pretendMac()): Promise<Travelled> => {
  const attachment = await (await lab.nas(nas)).attach(mac);
  const person = { number, inbox: inboxOf(lab.world, e164Of(number)), now: lab.world.now };
  const { origin } = attachment.gateway;
  // The phone may be online although the last page did not come, so the attachment is handed back in any case.
  const walked = await signIn(origin, person).catch(() => unanswered(origin));
  return { journey: told(nas, attachment, walked), attachment };
};

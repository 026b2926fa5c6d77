import type { SessionLimits } from "#access/admission/limits";
import type { ProfileNames } from "#access/vendors/profile-names";
import { type NasKind, VENDORS } from "#access/vendors/vendors";
import type { ReplyAttribute } from "#access/vendors/wire";

/** Limits of a session that nothing limits. */
export const UNLIMITED: SessionLimits = {
  profile: "full",
  sessionTimeout: null,
  idleTimeout: null,
  totalOctets: null,
  downKbps: null,
  upKbps: null,
  interimSeconds: 300,
};

const FILTER_ID = 11;
const TUNNEL_PRIVATE_GROUP_ID = 81;

/** Vendor attributes of this test's own reading that hold text; every other one is a number. */
const TEXTS = new Set([
  `${FILTER_ID}`,
  `${TUNNEL_PRIVATE_GROUP_ID}`,
  "9/1",
  "2011/27",
  "12356/1",
  "14179/6",
  "14823/1",
  "14823/43",
  "14988/8",
  "25053/1",
  "25506/140",
  "25506/210",
]);

const nameOf = (attribute: ReplyAttribute): string =>
  "vendor" in attribute ? `${attribute.vendor}/${attribute.type}` : `${attribute.type}`;

const readOf = (attribute: ReplyAttribute): number | string => {
  const octets = Buffer.from(attribute.value);
  if (TEXTS.has(nameOf(attribute))) return octets.toString("utf8");
  if (octets.length !== 4) throw new Error(`${nameOf(attribute)} is not a number of 32 bits`);
  return octets.readUInt32BE();
};

/** Attributes as a NAS reads them: `vendor/type` or `type`, and a number or a text; a name said twice keeps both. */
export const wire = (attributes: readonly ReplyAttribute[]): Readonly<Record<string, unknown>> => {
  const read: Record<string, unknown> = {};
  for (const attribute of attributes) {
    const name = nameOf(attribute);
    read[name] = name in read ? [read[name], readOf(attribute)] : readOf(attribute);
  }
  return read;
};

/** What a family is told of some limits. */
export const said = (
  kind: NasKind,
  limits: Partial<SessionLimits>,
  names: ProfileNames = VENDORS[kind].naming.usual,
) => wire(VENDORS[kind].limitAttributes({ ...UNLIMITED, ...limits }, names));

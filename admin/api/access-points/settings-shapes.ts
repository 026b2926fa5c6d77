import { z } from "zod";
import { exactMac } from "#access/device/notation";
import type { NasSettings } from "#access/nas/settings-store";
import { MAC_FORMS } from "#access/vendors/mac-text";
import { isSayable } from "#access/vendors/text";

export const coaAddress = z
  .union([z.ipv4(), z.ipv6()])
  .nullable()
  .describe("where changes of running sessions are sent; null where none reach it");
export const coaPort = z.number().int().min(1).max(65_535);

const mac = z
  .string()
  .trim()
  .max(40)
  .refine((text) => exactMac(text) !== undefined, "a MAC address");

const profileName = z
  .string()
  .trim()
  .refine((text) => text === "" || isSayable(text), "printable, at most 247 octets of UTF-8")
  .optional();

/** What staff say of an access point beside its addresses and secrets, each as it is checked. */
const SAID = {
  siteId: z.number().int().positive(),
  name: z.string().trim().min(1).max(80),
  coaAddress,
  coaPort,
  changesBy: z
    .enum(["udp", "radsec"])
    .describe("how changes of running sessions go: by UDP to its address, or down its own TLS connection"),
  macForm: z
    .enum(MAC_FORMS)
    .nullable()
    .describe("how changes write the device's address, by its first octets; null as usual for its kind"),
  signsChanges: z
    .boolean()
    .nullable()
    .describe("whether changes carry Message-Authenticator; null as usual for its kind"),
  stampsChanges: z
    .boolean()
    .nullable()
    .describe("whether changes carry Event-Timestamp; null as usual for its kind"),
  viewpoint: z
    .enum(["nas", "client", "auto"])
    .describe("whose input `input octets` is; auto: as each report says, else the access point's"),
  fastestKbps: z
    .number()
    .int()
    .min(100)
    .max(1_000_000_000)
    .nullable()
    .describe("most one session can move, kbit/s both ways together; null takes FASTEST_SESSION_MBPS"),
  renewEvery: z
    .number()
    .int()
    .min(300)
    .max(86_400)
    .nullable()
    .describe("seconds a session lasts before it signs in again; null takes its family's"),
  mayReauthenticate: z
    .boolean()
    .describe(
      "whether a grant is taken again while the session it opened is open, from the same access point and device",
    ),
  leadsBy: z
    .string()
    .trim()
    .max(100)
    .refine(isSayable, "printable")
    .nullable()
    .describe(
      "access list or role on the device that leads an unknown phone to the portal, where its family can be told one; null rejects it",
    ),
  calledStations: z
    .array(mac)
    .max(64)
    .describe("MAC addresses of its radios, as its packets' Called-Station-Id names them"),
  profileNames: z
    .object({ full: profileName, slow: profileName, "government-only": profileName })
    .strict()
    .describe(
      "what its roles or filters are called, by profile; absent or empty takes its family's usual name",
    ),
} satisfies Record<keyof NasSettings, z.ZodType>;

export const settingsSchema = z.object(SAID).strict();

export type SetSettings = z.infer<typeof settingsSchema>;

/** The same as they are shown: what was checked when it was said is plain. */
export const SHOWN = {
  ...SAID,
  siteId: z.number().int(),
  name: z.string(),
  coaAddress: z.string().nullable(),
  coaPort: z.number().int(),
  calledStations: z.array(z.string()),
} satisfies { [Name in keyof SetSettings]: z.ZodType<SetSettings[Name]> };

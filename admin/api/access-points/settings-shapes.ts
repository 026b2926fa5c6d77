import { z } from "zod";
import { exactMac } from "#access/device/notation";
import { MAC_FORMS } from "#access/vendors/mac-text";
import { isSayable } from "#access/vendors/text";

export const coaAddress = z
  .union([z.ipv4(), z.ipv6()])
  .nullable()
  .describe("where changes of running sessions are sent; null where none reach it");
export const coaPort = z.number().int().min(1).max(65_535);
export const changesBy = z
  .enum(["udp", "radsec"])
  .describe("how changes of running sessions go: by UDP to its address, or down its own TLS connection");

export const macForm = z
  .enum(MAC_FORMS)
  .nullable()
  .describe("how changes write the device's address, by its first octets; null as usual for its kind");

export const signsChanges = z
  .boolean()
  .nullable()
  .describe("whether changes carry Message-Authenticator; null as usual for its kind");
export const stampsChanges = z
  .boolean()
  .nullable()
  .describe("whether changes carry Event-Timestamp; null as usual for its kind");

export const viewpoint = z
  .enum(["nas", "client", "auto"])
  .describe("whose input `input octets` is; auto: as each report says, else the access point's");
export const fastestKbps = z
  .number()
  .int()
  .min(100)
  .max(1_000_000_000)
  .nullable()
  .describe("most one session can move, kbit/s both ways together; null takes FASTEST_SESSION_MBPS");
export const renewEvery = z
  .number()
  .int()
  .min(300)
  .max(86_400)
  .nullable()
  .describe("seconds a session lasts before it signs in again; null takes its family's");

export const mayReauthenticate = z
  .boolean()
  .describe(
    "whether a grant is taken again while the session it opened is open, from the same access point and device",
  );

export const leadsBy = z
  .string()
  .trim()
  .max(100)
  .refine(isSayable, "printable")
  .nullable()
  .describe(
    "access list or role on the device that leads an unknown phone to the portal, where its family can be told one; null rejects it",
  );

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
export const profileNames = z
  .object({ full: profileName, slow: profileName, "government-only": profileName })
  .strict()
  .describe(
    "what its roles or filters are called, by profile; absent or empty takes its family's usual name",
  );

/** What staff say of an access point beside its addresses and secrets. */
export const settingsSchema = z
  .object({
    siteId: z.number().int().positive(),
    name: z.string().trim().min(1).max(80),
    coaAddress,
    coaPort,
    changesBy,
    macForm,
    signsChanges,
    stampsChanges,
    viewpoint,
    fastestKbps,
    renewEvery,
    mayReauthenticate,
    leadsBy,
    calledStations: z
      .array(mac)
      .max(64)
      .describe("MAC addresses of its radios, as its packets' Called-Station-Id names them"),
    profileNames,
  })
  .strict();

export type SetSettings = z.infer<typeof settingsSchema>;

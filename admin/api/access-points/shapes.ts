import { z } from "zod";
import { exactMac } from "#access/device/notation";
import { POSTURES } from "#access/nas/evidence";
import { MAC_FORMS } from "#access/vendors/mac-text";
import { isSayable } from "#access/vendors/text";
import { NAS_KINDS } from "#access/vendors/vendors";
import { STATES } from "./state.ts";

const at = z.number().int();
const count = z.number().int().nonnegative();

export const stateSchema = z.enum(STATES);
export const kindSchema = z.enum(NAS_KINDS);
const mode = z.enum(["require", "auto", "legacy"]);

/** Packets or redirects of today that could not be trusted, by reason. */
const faultSchema = z.object({ reason: z.string(), count, lastAt: at }).strict();

/** What its Access-Requests carried, and what is asked of them. */
const signaturesSchema = z
  .object({
    posture: z.enum(POSTURES),
    mode,
    omitsReplySignature: z.boolean().describe("replies go without Message-Authenticator: they can be forged"),
    signed: count,
    unsigned: count,
    run: count.describe("signed in a row, since the last that was not"),
    runSince: at.nullable(),
    lastUnsignedAt: at.nullable(),
    proxiedAt: at
      .nullable()
      .describe("last Proxy-State without Message-Authenticator: an attack looks like this"),
    requiredAt: at.nullable().describe("when the evidence was enough to require it from then on"),
    currentSecretAt: at.nullable(),
    previousSecretAt: at.nullable(),
  })
  .strict();

export const setSignaturesSchema = z.object({ mode, omitsReplySignature: z.boolean() }).strict();

const coaAddress = z
  .union([z.ipv4(), z.ipv6()])
  .nullable()
  .describe("where changes of running sessions are sent; null where none reach it");
const coaPort = z.number().int().min(1).max(65_535);
const changesBy = z
  .enum(["udp", "radsec"])
  .describe("how changes of running sessions go: by UDP to its address, or down its own TLS connection");

const macForm = z
  .enum(MAC_FORMS)
  .nullable()
  .describe("how changes write the device's address, by its first octets; null as usual for its kind");

const signsChanges = z
  .boolean()
  .nullable()
  .describe("whether changes carry Message-Authenticator; null as usual for its kind");
const stampsChanges = z
  .boolean()
  .nullable()
  .describe("whether changes carry Event-Timestamp; null as usual for its kind");

const viewpoint = z
  .enum(["nas", "client", "auto"])
  .describe("whose input `input octets` is; auto: as each report says, else the access point's");
const fastestKbps = z
  .number()
  .int()
  .min(100)
  .max(1_000_000_000)
  .nullable()
  .describe("most one session can move, kbit/s both ways together; null takes FASTEST_SESSION_MBPS");
const renewEvery = z
  .number()
  .int()
  .min(300)
  .max(86_400)
  .nullable()
  .describe("seconds a session lasts before it signs in again; null takes its family's");

const mayReauthenticate = z
  .boolean()
  .describe(
    "whether a grant is taken again while the session it opened is open, from the same access point and device",
  );

const leadsBy = z
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
const profileNames = z
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

const accessPointSchema = z
  .object({
    id: z.number().int(),
    slug: z.string(),
    name: z.string(),
    kind: kindSchema,
    siteId: z.number().int(),
    siteName: z.string(),
    communeName: z.string().nullable(),
    addresses: z.array(z.string()),
    nasIdentifier: z.string().nullable(),
    portalUrl: z.string().nullable(),
    coaAddress: z.string().nullable(),
    coaPort: z.number().int(),
    changesBy,
    enabled: z.boolean(),
    state: stateSchema,
    online: count,
    lastHeardAt: at.nullable(),
    previousSecretUntil: at.nullable(),
    signatures: signaturesSchema,
    macForm,
    signsChanges,
    stampsChanges,
    viewpoint,
    fastestKbps,
    renewEvery,
    mayReauthenticate,
    leadsBy,
    calledStations: z.array(z.string()),
    profileNames,
    hasMacPassword: z.boolean().describe("whether it sends a password of its own for every MAC address"),
    faults: z.array(faultSchema),
    changes: z.object({ sent: count, acknowledged: count, refused: count, silent: count }).strict(),
    // of the changes of 30 days: sent, acknowledged, and then seen in accounting as well
    truth: z.object({ sent: count, seen: count }).strict(),
    // why changes of authorization come to nothing of late
    changeFault: z.enum(["disabled", "silent"]).nullable(),
    // people would be sending far more than they receive: input and output may have changed places
    looksReversed: z.boolean(),
  })
  .strict();

/** Somebody who sends us RADIUS packets and is not registered. */
export const strangerSchema = z
  .object({ source: z.string(), reason: z.string(), count, lastAt: at })
  .strict();

export const accessPointsSchema = z
  .object({ accessPoints: z.array(accessPointSchema), strangers: z.array(strangerSchema) })
  .strict();

export const sitesSchema = z
  .object({
    sites: z.array(
      z.object({ id: z.number().int(), name: z.string(), communeName: z.string().nullable() }).strict(),
    ),
  })
  .strict();

const address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);
export const originSchema = z
  .string()
  .regex(/^https?:\/\/[^\s/?#@]+$/, "scheme://host[:port]")
  .max(200);

export const addAccessPointSchema = z
  .object({
    siteId: z.number().int().positive(),
    name: z.string().trim().min(1).max(80),
    kind: kindSchema,
    addresses: z.array(address).min(1).max(20),
    nasIdentifier: z.string().trim().min(1).max(253).nullable(),
    loginOrigins: z.array(originSchema).max(10),
    coaAddress,
    // absent: the port the family sets by default
    coaPort: coaPort.optional(),
  })
  .strict();

/** Lines to copy into the device, under a heading of where. */
const typeInSchema = z.array(z.object({ where: z.string(), text: z.string() }).strict());

/** A secret, shown once and never again. */
export const freshSecretSchema = z
  .object({
    id: z.number().int(),
    slug: z.string(),
    secret: z.string().min(22),
    previousUntil: at.nullable(),
    typeIn: typeInSchema,
  })
  .strict();

export const enabledSchema = z.object({ enabled: z.boolean() }).strict();

export type AccessPoint = z.infer<typeof accessPointSchema>;
export type AccessPoints = z.infer<typeof accessPointsSchema>;
export type SetSettings = z.infer<typeof settingsSchema>;
export type AddAccessPoint = z.infer<typeof addAccessPointSchema>;
export type FreshSecret = z.infer<typeof freshSecretSchema>;
export type Sites = z.infer<typeof sitesSchema>;
export type Stranger = z.infer<typeof strangerSchema>;

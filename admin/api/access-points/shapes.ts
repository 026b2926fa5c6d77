import { z } from "zod";
import { kindSchema } from "./new-shapes.ts";
import { SHOWN } from "./settings-shapes.ts";
import { signaturesSchema } from "./signatures-shapes.ts";
import { STATES } from "./state.ts";

const at = z.number().int();
const count = z.number().int().nonnegative();

export const stateSchema = z.enum(STATES);

/** Packets or redirects of today that could not be trusted, by reason. */
const faultSchema = z.object({ reason: z.string(), count, lastAt: at }).strict();

const { siteId, name, coaAddress, coaPort, changesBy, ...otherSettings } = SHOWN;

const accessPointSchema = z
  .object({
    id: z.number().int(),
    slug: z.string(),
    name,
    kind: kindSchema,
    siteId,
    siteName: z.string(),
    communeName: z.string().nullable(),
    addresses: z.array(z.string()),
    nasIdentifier: z.string().nullable(),
    portalUrl: z.string().nullable(),
    coaAddress,
    coaPort,
    changesBy,
    enabled: z.boolean(),
    state: stateSchema,
    online: count,
    lastHeardAt: at.nullable(),
    previousSecretUntil: at.nullable(),
    signatures: signaturesSchema,
    ...otherSettings,
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

export const enabledSchema = z.object({ enabled: z.boolean() }).strict();

export type AccessPoint = z.infer<typeof accessPointSchema>;
export type AccessPoints = z.infer<typeof accessPointsSchema>;
export type Sites = z.infer<typeof sitesSchema>;
export type Stranger = z.infer<typeof strangerSchema>;

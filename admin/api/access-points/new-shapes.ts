import { z } from "zod";
import { NAS_KINDS } from "#access/vendors/vendors";
import { coaAddress, coaPort } from "./settings-shapes.ts";

export const kindSchema = z.enum(NAS_KINDS);

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
    previousUntil: z.number().int().nullable(),
    typeIn: typeInSchema,
  })
  .strict();

export type AddAccessPoint = z.infer<typeof addAccessPointSchema>;
export type FreshSecret = z.infer<typeof freshSecretSchema>;

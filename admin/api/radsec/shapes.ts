import { z } from "zod";

/** How an access point proves itself over TLS, without its key; and what the server takes at all. */
export const radsecSchema = z
  .object({
    served: z.object({ psk: z.boolean(), certificates: z.boolean(), port: z.number().int() }).strict(),
    required: z.boolean(),
    pskIdentity: z.string().nullable(),
    fingerprint: z.string().nullable(),
    name: z.string().nullable(),
  })
  .strict();

/** What is absent stays; null withdraws. */
export const setRadsecSchema = z
  .object({
    required: z.boolean().optional(),
    fingerprint: z.string().max(200).nullable().optional(),
    name: z.string().max(300).nullable().optional(),
  })
  .strict();

export const givePskSchema = z.object({ identity: z.string().min(1).max(128) }).strict();

/** A key, shown once and never again. */
export const freshPskSchema = z
  .object({ identity: z.string(), psk: z.string().regex(/^[0-9a-f]{64}$/) })
  .strict();

export type Radsec = z.infer<typeof radsecSchema>;
export type SetRadsec = z.infer<typeof setRadsecSchema>;
export type FreshPsk = z.infer<typeof freshPskSchema>;

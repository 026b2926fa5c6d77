import { z } from "zod";
import { GIVEN_SECRET } from "#access/nas/given-secret";
import { kindSchema, originSchema } from "../access-points/new-shapes.ts";

const at = z.number().int();

/** Who sends well-formed RADIUS and is not registered; nothing of it is proved. */
export const waitingSchema = z
  .object({
    waiting: z.array(
      z
        .object({
          id: z.number().int(),
          source: z.string(),
          nasIdentifier: z.string(),
          calledStation: z.string(),
          code: z.number().int().describe("packet code: 1 login, 4 accounting, 12 status"),
          signed: z.boolean().describe("whether it carried a Message-Authenticator"),
          firstSeenAt: at,
          lastSeenAt: at,
          count: z.number().int().positive(),
        })
        .strict(),
    ),
  })
  .strict();

export const acceptSchema = z
  .object({
    siteId: z.number().int().positive(),
    name: z.string().trim().min(1).max(80),
    kind: kindSchema,
    secret: z
      .string()
      .regex(GIVEN_SECRET, "22 to 128 characters of printable ASCII without spaces")
      .nullable()
      .describe("the secret the device has already; null to make one"),
    loginOrigins: z.array(originSchema).max(10).default([]),
    anywhere: z
      .boolean()
      .default(false)
      .describe("whether its address changes, so that its name or radio and its secret alone tell who it is"),
  })
  .strict();

export type WaitingRoom = z.infer<typeof waitingSchema>;
export type Accept = z.input<typeof acceptSchema>;

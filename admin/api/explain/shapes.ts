import { z } from "zod";

const id = z.number().int().positive();
const said = z.object({ vi: z.string(), en: z.string() }).strict();

/** Whose decisions: of a person, a device or an access point, exactly one of them. */
export const explainBodySchema = z
  .object({
    subscriberId: id.optional(),
    mac: z
      .string()
      .regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/, "aa:bb:cc:dd:ee:01")
      .optional(),
    nasId: id.optional(),
    before: z.number().int().positive().max(8_640_000_000_000_000).optional().describe("epoch ms"),
    limit: z.number().int().min(1).max(200).default(50),
  })
  .strict()
  .refine(
    ({ subscriberId, mac, nasId }) =>
      [subscriberId, mac, nasId].filter((one) => one !== undefined).length === 1,
    "exactly one of subscriberId, mac, nasId",
  );

/** What a trace says; additions to it do not break who reads it. */
const traceSchema = z.looseObject({ code: z.union([z.literal(2), z.literal(3)]) });

export const explainedSchema = z
  .object({
    decisions: z.array(
      z
        .object({
          at: z.number().int(),
          outcome: z.string().describe("`ok` or the code of the check that decided"),
          accessPointName: z.string(),
          siteName: z.string(),
          subscriberId: z.number().int().nullable().describe("null where it is about nobody, or a thing"),
          mac: z.string().nullable(),
          loginId: z.string().nullable(),
          sessionId: z.string().nullable(),
          staff: said.describe("one sentence for staff"),
          person: said.describe("the same, shortened, for the person"),
          trace: traceSchema,
        })
        .strict(),
    ),
  })
  .strict();

export type Explained = z.infer<typeof explainedSchema>;

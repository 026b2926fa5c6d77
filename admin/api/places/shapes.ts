import { z } from "zod";

const count = z.number().int().nonnegative();

/** A rule as a place says it itself, null for nothing; and what holds where it says nothing, with who says that. */
const ruleSchema = z
  .object({
    own: z.number().int().nullable(),
    inherited: z.number().int().nullable(),
    from: z.string().nullable().describe("name of the place above; null for the standard"),
  })
  .strict();

const placeSchema = z
  .object({
    id: z.number().int(),
    kind: z.enum(["province", "commune", "site"]),
    name: z.string(),
    code: z.string(),
    parentId: z.number().int().nullable(),
    accessPoints: count,
    below: count,
    rules: z
      .object({ rememberDays: ruleSchema, rememberPrivateDays: ruleSchema, quarantineVlan: ruleSchema })
      .strict(),
  })
  .strict();

export const placesSchema = z.object({ places: z.array(placeSchema) }).strict();

const name = z.string().trim().min(1).max(120);
const parentId = z.number().int().positive().nullable();

/** A site belongs to a commune, a commune to a province where there is one; without a code, one is made. */
export const addPlaceSchema = z
  .object({
    kind: z.enum(["commune", "site"]),
    name,
    parentId,
    code: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
      .nullable(),
  })
  .strict();

export const changePlaceSchema = z.object({ name, parentId }).strict();

export const addedPlaceSchema = z.object({ id: z.number().int(), code: z.string() }).strict();

export type Places = z.infer<typeof placesSchema>;
export type Place = Places["places"][number];
export type ChangePlace = z.infer<typeof changePlaceSchema>;
export type AddPlace = z.infer<typeof addPlaceSchema>;
export type AddedPlace = z.infer<typeof addedPlaceSchema>;

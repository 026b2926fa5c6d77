import { z } from "zod";

const placeSchema = z.object({ id: z.number().int(), name: z.string() }).strict();

/** What a new place can belong to. */
export const placesSchema = z
  .object({ provinces: z.array(placeSchema), communes: z.array(placeSchema) })
  .strict();

/** A site belongs to a commune, a commune to a province where there is one; without a code, one is made. */
export const addPlaceSchema = z
  .object({
    kind: z.enum(["commune", "site"]),
    name: z.string().trim().min(1).max(120),
    parentId: z.number().int().positive().nullable(),
    code: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
      .nullable(),
  })
  .strict();

export const addedPlaceSchema = z.object({ id: z.number().int(), code: z.string() }).strict();

export type Places = z.infer<typeof placesSchema>;
export type AddPlace = z.infer<typeof addPlaceSchema>;
export type AddedPlace = z.infer<typeof addedPlaceSchema>;

import { z } from "zod";
import { stateSchema, strangerSchema } from "../access-points/shapes.ts";

const at = z.number().int();
const count = z.number().int().nonnegative();

const placeSchema = z
  .object({
    id: z.number().int(),
    name: z.string(),
    state: stateSchema,
    online: count,
    lastHeardAt: at.nullable(),
    faults: count.describe("packets and redirects of today that could not be trusted"),
  })
  .strict();

/** What happens now; octets since local midnight. */
export const nowSchema = z
  .object({
    online: z.object({ people: count, sessions: count }).strict(),
    signIns: z.object({ tried: count, succeeded: count }).strict(),
    octetsToday: z.object({ up: count, down: count }).strict(),
    sites: z.array(
      placeSchema.extend({ communeName: z.string().nullable(), accessPoints: z.array(placeSchema) }).strict(),
    ),
    strangers: z.array(strangerSchema),
  })
  .strict();

export type Now = z.infer<typeof nowSchema>;
export type NowSite = Now["sites"][number];

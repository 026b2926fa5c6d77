import { z } from "zod";
import { policySchema } from "#access/plan/plan";

const name = z
  .object({ vi: z.string().trim().min(1).max(80), en: z.string().trim().min(1).max(80) })
  .strict();

const planSchema = z
  .object({
    id: z.number().int().positive(),
    code: z.string(),
    name,
    policy: policySchema,
    isDefault: z.boolean(),
    people: z.number().int().nonnegative(),
    online: z.number().int().nonnegative(),
  })
  .strict();

export const plansSchema = z.object({ plans: z.array(planSchema) }).strict();

export const addPlanSchema = z
  .object({ code: z.string().regex(/^[a-z0-9][a-z0-9-]{0,38}$/), name, policy: policySchema })
  .strict();
export const changePlanSchema = z.object({ name, policy: policySchema }).strict();
export const madeSchema = z.object({ id: z.number().int().positive() }).strict();

export type PlanRow = z.infer<typeof planSchema>;
export type Plans = z.infer<typeof plansSchema>;

import { z } from "zod";
import { ROLES } from "../../staff/roles.ts";

const at = z.number().int();

const memberSchema = z
  .object({
    id: z.number().int(),
    login: z.string(),
    name: z.string(),
    role: z.string(),
    hasCode: z.boolean(),
    mustChangePassword: z.boolean(),
    disabledAt: at.nullable(),
    lockedUntil: at.nullable(),
    lastSeenAt: at.nullable(),
    sessions: z.number().int().nonnegative(),
    isThis: z.boolean(),
  })
  .strict();

export const rosterSchema = z.object({ staff: z.array(memberSchema) }).strict();

export const addStaffSchema = z
  .object({
    login: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,39}$/),
    name: z.string().trim().min(1).max(80),
    role: z.enum(ROLES),
  })
  .strict();

export const roleSchema = z.object({ role: z.enum(ROLES) }).strict();

/** `forgetCode`: the phone with the codes is lost, and a new one is enrolled at the next sign-in. */
export const resetSchema = z.object({ forgetCode: z.boolean() }).strict();

/** A password for one sign-in, shown once and never again. */
export const oneTimeSchema = z
  .object({ id: z.number().int(), login: z.string(), password: z.string().min(20) })
  .strict();

export type Roster = z.infer<typeof rosterSchema>;
export type Member = Roster["staff"][number];
export type AddStaff = z.infer<typeof addStaffSchema>;
export type OneTime = z.infer<typeof oneTimeSchema>;

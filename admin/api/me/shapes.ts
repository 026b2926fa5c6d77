import { z } from "zod";

const at = z.number().int();

/** Who is signed in, and what is left to do before the panel opens. */
export const meSchema = z
  .object({
    step: z.enum(["sign-in", "code", "new-password", "enrol-code", "in"]),
    login: z.string().nullable(),
    name: z.string().nullable(),
    role: z.string().nullable(),
    permissions: z.array(z.string()),
  })
  .strict();

export const signInSchema = z
  .object({ login: z.string().min(1).max(100), password: z.string().min(1).max(200) })
  .strict();
export const codeSchema = z.object({ code: z.string().max(20) }).strict();
export const newPasswordSchema = z
  .object({ current: z.string().min(1).max(200), next: z.string().min(1).max(200) })
  .strict();

/** What an authenticator application is shown. */
export const enrolmentSchema = z
  .object({ secret: z.string(), uri: z.string(), picture: z.string() })
  .strict();

export const ownSessionsSchema = z
  .object({
    sessions: z.array(
      z
        .object({ id: z.number().int(), createdAt: at, lastSeenAt: at, expiresAt: at, isThis: z.boolean() })
        .strict(),
    ),
  })
  .strict();

export const doneSchema = z.object({ done: z.literal(true) }).strict();
export const idParams = z.object({ id: z.coerce.number().int().positive() });

export type Me = z.infer<typeof meSchema>;
export type Enrolment = z.infer<typeof enrolmentSchema>;
export type OwnSessions = z.infer<typeof ownSessionsSchema>;

import { z } from "zod";

const id = z.number().int().positive();
const at = z.number().int();
const octets = z.number().int().nonnegative();
const profile = z.enum(["full", "slow", "government-only"]);
const standing = z.enum(["full", "slow", "government-only", "end"]);
const wish = z.enum(["full", "slow", "government-only", "end"]);
const name = z.object({ vi: z.string(), en: z.string() }).strict();

export const findSchema = z.object({ text: z.string().min(1).max(60) }).strict();

/** People found; a number is always masked. */
export const foundSchema = z
  .object({
    people: z.array(
      z
        .object({
          id,
          maskedPhone: z.string().nullable(),
          status: z.enum(["active", "blocked"]),
          planName: name,
          lastSeenAt: at.nullable(),
        })
        .strict(),
    ),
    mac: z.string().nullable().describe("the device that was asked for; null for a phone number"),
  })
  .strict();

/** One allowance of the plan in its present period; octets or seconds. */
const lineSchema = z
  .object({
    of: z.enum(["octets", "seconds"]),
    per: z.enum(["session", "day", "week", "month", "once"]),
    limit: z.number(),
    used: z.number(),
    left: z.number(),
    resetsAt: at.nullable(),
  })
  .strict();

/** Octets that no link could have carried, so that nobody was charged for them. */
const withheldShownSchema = z
  .object({
    up: octets.describe("what a confirmation charges"),
    down: octets,
    canCharge: z.boolean().describe("false once a day has passed since the session's end"),
    claim: z
      .object({ at, up: octets.nullable(), down: octets.nullable() })
      .strict()
      .nullable()
      .describe("running totals of the latest report that was not believed"),
  })
  .strict();

const sessionSchema = z
  .object({
    id: z.string(),
    startedAt: at,
    endedAt: at.nullable(),
    lastReportAt: at,
    endCause: z.string().nullable(),
    siteName: z.string(),
    accessPointName: z.string(),
    mac: z.string().nullable(),
    up: octets,
    down: octets,
    seconds: z.number().int().nonnegative(),
    profile,
    withheld: withheldShownSchema.nullable(),
    isUnreadable: z
      .boolean()
      .describe("what Redis keeps of it could not be read just now; its next report puts it right"),
  })
  .strict();

/** A change asked of an access point: sent, then answered, then seen in what it reports; or withdrawn before it was sent. */
const changeSchema = z
  .object({
    id,
    sessionId: z.string(),
    wish,
    cause: z.string(),
    means: z.enum(["coa", "disconnect"]).nullable().describe("null for what was withdrawn"),
    sentAt: at.describe("or withdrawn at"),
    answeredAt: at.nullable(),
    answer: z.enum(["acknowledged", "refused", "silent", "withdrawn"]).nullable(),
    seenAt: at.nullable(),
    ignoredAt: at.nullable().describe("when reports showed that it was acknowledged and not obeyed"),
    siteName: z.string(),
  })
  .strict();

const event = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.object({ kind: z.literal(kind), at, ...shape }).strict();

/** What happened to a person, in the order it happened. */
const eventSchema = z.discriminatedUnion("kind", [
  event("attempt", { step: z.string(), outcome: z.string(), siteName: z.string().nullable() }),
  event("session-began", { siteName: z.string(), mac: z.string().nullable() }),
  event("session-ended", { siteName: z.string(), cause: z.string().nullable() }),
  event("change-sent", { wish, siteName: z.string() }),
  event("change-answered", { wish, answer: z.string(), siteName: z.string() }),
  event("staff", { action: z.string(), login: z.string() }),
]);

export const personSchema = z
  .object({
    id,
    maskedPhone: z.string().nullable(),
    status: z.enum(["active", "blocked"]),
    statusReason: z.string().nullable(),
    joinedAt: at,
    locale: z.string(),
    plan: z.object({ id, name }).strict(),
    profile: standing,
    lines: z.array(lineSchema),
    devices: z.array(
      z
        .object({
          id,
          mac: z.string(),
          isRandom: z.boolean(),
          firstSeenAt: at,
          lastSeenAt: at,
          siteName: z.string().nullable(),
        })
        .strict(),
    ),
    sessions: z.array(sessionSchema),
    changes: z.array(changeSchema),
    owed: z
      .array(z.object({ sessionId: z.string(), wish, cause: z.string(), siteName: z.string() }).strict())
      .describe("changes wished of running sessions that no access point has taken yet"),
    timeline: z.array(eventSchema),
  })
  .strict();

export const phoneSchema = z.object({ phone: z.string().nullable() }).strict();
export const disconnectSchema = z.object({ sessionId: z.string().max(100).optional() }).strict();
export const withheldSchema = z.object({ sessionId: z.string().regex(/^[0-9a-f]{16}$/) }).strict();

/** Octets charged after all. */
export const chargedSchema = z
  .object({ up: z.number().int().nonnegative(), down: z.number().int().nonnegative() })
  .strict();

export const blockSchema = z.object({ reason: z.string().trim().min(1).max(200) }).strict();
export const moreSchema = z
  .object({
    of: z.enum(["octets", "seconds"]),
    amount: z
      .number()
      .int()
      .min(1)
      .max(1_000_000_000_000)
      .describe("octets or seconds, on top of today's allowance"),
  })
  .strict();
export const personPlanSchema = z.object({ planId: id }).strict();

/**
 * How many running sessions an action concerns, how many of these run where a change comes only when the access point
 * authenticates again, and how many where none comes; what became of the others is in the person's changes.
 */
export const actedSchema = z
  .object({
    sessions: z.number().int().nonnegative(),
    reauthenticating: z.number().int().nonnegative(),
    unreached: z.number().int().nonnegative(),
  })
  .strict();

export type Found = z.infer<typeof foundSchema>;
export type Person = z.infer<typeof personSchema>;
export type PersonSession = z.infer<typeof sessionSchema>;
export type Line = z.infer<typeof lineSchema>;
export type Change = z.infer<typeof changeSchema>;
export type TimelineEvent = z.infer<typeof eventSchema>;
export type Charged = z.infer<typeof chargedSchema>;
export type Acted = z.infer<typeof actedSchema>;

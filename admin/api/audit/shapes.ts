import { z } from "zod";
import { AUDIT_ACTIONS, AUDIT_SUBJECTS } from "#access/audit/audit";

export const auditQuery = z.object({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  subjectKind: z.enum(AUDIT_SUBJECTS).optional(),
  subjectId: z.string().max(100).optional(),
});

export const auditSchema = z
  .object({
    entries: z.array(
      z
        .object({
          id: z.number().int(),
          at: z.number().int(),
          staffId: z.number().int().nullable(),
          staffLogin: z.string(),
          action: z.enum(AUDIT_ACTIONS),
          subjectKind: z.enum(AUDIT_SUBJECTS),
          subjectId: z.string().nullable(),
          detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
        })
        .strict(),
    ),
  })
  .strict();

export type Audit = z.infer<typeof auditSchema>;
export type AuditLine = Audit["entries"][number];

import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import type { AuditAction, AuditDetail, AuditEntry, AuditSubject } from "./audit.ts";

/** An entry as stored; ids rise with time. */
export type StoredAuditEntry = AuditEntry & { readonly id: number };

/**
 * Writes one entry; give the transaction of the change it tells of, so that neither exists without the other.
 */
export const recordAudit = async (transaction: Knex, entry: AuditEntry): Promise<void> => {
  await transaction("audit").insert({
    at: instant(entry.at),
    staff_id: entry.staffId,
    staff_login: entry.staffLogin,
    action: entry.action,
    subject_kind: entry.subjectKind,
    subject_id: entry.subjectId,
    detail: JSON.stringify(entry.detail),
  });
};

/** Whether this member of staff already left this entry about this subject since an instant (epoch ms). */
export const hasAuditSince = async (
  database: Knex,
  wanted: {
    staffId: number;
    action: AuditAction;
    subjectKind: AuditSubject;
    subjectId: string;
    since: number;
  },
): Promise<boolean> => {
  const found = await database("audit")
    .where({
      staff_id: wanted.staffId,
      action: wanted.action,
      subject_kind: wanted.subjectKind,
      subject_id: wanted.subjectId,
    })
    .where("at", ">=", instant(wanted.since))
    .first("id");
  return found !== undefined;
};

/** Which part of the record is asked for; `before` is an entry id, for the next page. */
export type AuditQuestion = {
  readonly before?: number | undefined;
  readonly subjectKind?: AuditSubject | undefined;
  readonly subjectId?: string | undefined;
  readonly limit: number;
};

type Row = {
  id: number;
  at: number;
  staff_id: number | null;
  staff_login: string;
  action: AuditAction;
  subject_kind: AuditSubject;
  subject_id: string | null;
  detail: AuditDetail;
};

const entryOf = (row: Row): StoredAuditEntry => ({
  id: row.id,
  at: row.at,
  staffId: row.staff_id,
  staffLogin: row.staff_login,
  action: row.action,
  subjectKind: row.subject_kind,
  subjectId: row.subject_id,
  detail: row.detail,
});

/** Entries, newest first. */
export const listAudit = async (database: Knex, question: AuditQuestion): Promise<StoredAuditEntry[]> => {
  const query = database<Row>("audit").orderBy("id", "desc").limit(question.limit);
  if (question.before !== undefined) query.where("id", "<", question.before);
  if (question.subjectKind !== undefined) query.where("subject_kind", question.subjectKind);
  if (question.subjectId !== undefined) query.where("subject_id", question.subjectId);
  const rows: Row[] = await query.select("*");
  return rows.map(entryOf);
};

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

/**
 * Writes one entry about each subject, but of those about which this member of staff left the same since an instant (epoch
 * ms); one question, however many they are.
 */
export const recordOnce = async (
  database: Knex,
  entry: Omit<AuditEntry, "subjectId">,
  subjectIds: readonly string[],
  since: number,
): Promise<void> => {
  if (subjectIds.length === 0) return;
  await database.raw(
    `insert into audit (at, staff_id, staff_login, action, subject_kind, subject_id, detail)
     select :at, :staffId, :staffLogin, :action, :subjectKind, subject.id, :detail
       from unnest(:subjectIds::text[]) with ordinality as subject (id, place)
      where not exists (
        select from audit
         where subject_kind = :subjectKind and subject_id = subject.id
           and staff_id = :staffId and action = :action and at >= :since
      )
      order by subject.place`,
    {
      at: instant(entry.at),
      staffId: entry.staffId,
      staffLogin: entry.staffLogin,
      action: entry.action,
      subjectKind: entry.subjectKind,
      detail: JSON.stringify(entry.detail),
      subjectIds: [...subjectIds],
      since: instant(since),
    },
  );
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

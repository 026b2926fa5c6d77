import type { Knex } from "knex";
import type { AuditAction, AuditDetail, AuditSubject } from "#access/audit/audit";
import { recordAudit } from "#access/audit/store";
import type { World } from "#access/runtime/world";
import type { Staff } from "../staff/staff.ts";

/** What was done, to what; the subject's id is left out where there is no one thing. */
export type Deed = {
  readonly action: AuditAction;
  readonly subjectKind: AuditSubject;
  readonly subjectId?: string | number | undefined;
  readonly detail?: AuditDetail;
};

/** Writes who did it and when, in the transaction of the change itself. */
export const audited = (transaction: Knex, world: World, staff: Staff, deed: Deed): Promise<void> =>
  recordAudit(transaction, {
    at: world.now(),
    staffId: staff.id,
    staffLogin: staff.login,
    action: deed.action,
    subjectKind: deed.subjectKind,
    subjectId: deed.subjectId === undefined ? null : String(deed.subjectId),
    detail: deed.detail ?? {},
  });

/** Makes a change and writes who made it, both or neither. @param make  makes it, and returns what was done */
export const auditedChange = (
  world: World,
  staff: Staff,
  make: (transaction: Knex) => Promise<Deed>,
): Promise<void> =>
  world.database.transaction(async (transaction) =>
    audited(transaction, world, staff, await make(transaction)),
  );

import type { Knex } from "knex";
import { recordAudit } from "#access/audit/store";
import { instant } from "#access/postgres/instant";

/** The first administrator's login. */
export const FIRST_LOGIN = "admin";
/** Any fixed number: "hisf" in ASCII. */
const LOCK = 0x68_69_73_66;
/** Seconds a password stands before another start may replace it, so that two processes starting at once agree. */
const STANDS = 60;

/** Whether there is any staff; until the transaction ends, others who ask wait. */
export const anyStaff = async (transaction: Knex): Promise<boolean> => {
  await transaction.raw("select pg_advisory_xact_lock(?)", [LOCK]);
  return (await transaction("staff").first("id")) !== undefined;
};

/**
 * Gives the first administrator a new password while nobody has ever signed in with the old one.
 *
 * @param at  epoch ms
 * @returns whether it did
 */
export const replaceUnused = async (
  transaction: Knex,
  passwordHash: string,
  at: number,
): Promise<boolean> => {
  const changed = await transaction("staff")
    .where({ login: FIRST_LOGIN, must_change_password: true })
    .where("created_at", "<", instant(at - STANDS * 1000))
    .whereNull("totp_confirmed_at")
    .whereRaw("not exists (select from staff_sessions where staff_id = staff.id)")
    .whereRaw("(select count(*) from staff) = 1")
    .update({ password_hash: passwordHash, created_at: instant(at), failed_tries: 0, locked_until: null });
  return changed === 1;
};

/** Makes the first administrator, and the audit entry of it. */
export const insertFirst = async (transaction: Knex, passwordHash: string, at: number): Promise<void> => {
  await transaction("staff").insert({
    login: FIRST_LOGIN,
    name: "Quản trị viên",
    role: "owner",
    password_hash: passwordHash,
    created_at: instant(at),
  });
  await recordAudit(transaction, {
    at,
    staffId: null,
    staffLogin: "",
    action: "staff.first-made",
    subjectKind: "staff",
    subjectId: FIRST_LOGIN,
    detail: {},
  });
};

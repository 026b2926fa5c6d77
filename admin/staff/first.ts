import type { Knex } from "knex";
import { recordAudit } from "#access/audit/store";
import { instant } from "#access/postgres/instant";
import { token } from "#access/runtime/random";
import type { World } from "#access/runtime/world";
import { hashPassword } from "./password.ts";

/** The first administrator's way in; the password works once, since it must be changed at the first sign-in. */
export type FirstSignIn = { readonly login: string; readonly password: string };

const LOGIN = "admin";
/** Any fixed number: "hisf" in ASCII. */
const LOCK = 0x68_69_73_66;
/** Seconds a password stands before another start may replace it, so that two processes starting at once agree. */
const STANDS = 60;

const replaceUnused = async (transaction: Knex, passwordHash: string, at: number): Promise<boolean> => {
  const changed = await transaction("staff")
    .where({ login: LOGIN, must_change_password: true })
    .where("created_at", "<", instant(at - STANDS * 1000))
    .whereNull("totp_confirmed_at")
    .whereRaw("not exists (select from staff_sessions where staff_id = staff.id)")
    .whereRaw("(select count(*) from staff) = 1")
    .update({ password_hash: passwordHash, created_at: instant(at), failed_tries: 0, locked_until: null });
  return changed === 1;
};

const insertFirst = async (transaction: Knex, passwordHash: string, at: number): Promise<void> => {
  await transaction("staff").insert({
    login: LOGIN,
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
    subjectId: LOGIN,
    detail: {},
  });
};

/**
 * Makes the first administrator when there is no staff, or gives a new one-time password while nobody has ever signed
 * in with the old one: it is shown once, and whoever lost it starts the program again.
 *
 * @returns undefined once somebody has signed in
 */
export const ensureFirst = async (world: World): Promise<FirstSignIn | undefined> => {
  const password = token(20);
  const passwordHash = await hashPassword(password);
  const at = world.now();
  const made = await world.database.transaction(async (transaction) => {
    await transaction.raw("select pg_advisory_xact_lock(?)", [LOCK]);
    if (await transaction("staff").first("id")) return replaceUnused(transaction, passwordHash, at);
    await insertFirst(transaction, passwordHash, at);
    return true;
  });
  return made ? { login: LOGIN, password } : undefined;
};

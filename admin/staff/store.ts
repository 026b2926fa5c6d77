import type { Knex } from "knex";
import { instant } from "#access/postgres/instant";
import { lockSeconds, type Staff } from "./staff.ts";

/** A member of staff as PostgreSQL has them, without anything secret. */
export type StaffRow = {
  id: number;
  login: string;
  name: string;
  role: string;
  must_change_password: boolean;
  totp_confirmed_at: number | null;
};

type Row = StaffRow & {
  password_hash: string;
  totp_sealed: Buffer | null;
  totp_last_step: number | null;
  failed_tries: number;
  locked_until: number | null;
};

/** The secret half of a member of staff; stays in the rooms that check it. */
export type Credentials = {
  readonly passwordHash: string;
  readonly codeSealed: Buffer | null;
  readonly lastStep: number | null;
};

/** A member of staff by their row. */
export const staffOf = (row: StaffRow): Staff => ({
  id: row.id,
  login: row.login,
  name: row.name,
  role: row.role,
  mustChangePassword: row.must_change_password,
  hasCode: row.totp_confirmed_at !== null,
});

/** What is known of one member of staff; undefined when unknown or disabled. */
export const readStaff = async (
  database: Knex,
  wanted: { id: number } | { login: string },
): Promise<{ staff: Staff; credentials: Credentials } | undefined> => {
  const row = await database<Row>("staff").where(wanted).whereNull("disabled_at").first();
  if (!row) return undefined;
  const credentials = {
    passwordHash: row.password_hash,
    codeSealed: row.totp_sealed,
    lastStep: row.totp_last_step,
  };
  return { staff: staffOf(row), credentials };
};

/**
 * Counts a try before it is judged, so that many at once cannot outrun the lock.
 *
 * @returns seconds still to wait; 0 when this try may be made
 */
export const takeTry = (database: Knex, staffId: number, at: number): Promise<number> =>
  database.transaction(async (transaction) => {
    const row = await transaction<Row>("staff")
      .where({ id: staffId })
      .forUpdate()
      .first("failed_tries", "locked_until");
    if (!row) return 0;
    if (row.locked_until !== null && row.locked_until > at) return Math.ceil((row.locked_until - at) / 1000);
    const tries = row.failed_tries + 1;
    const lock = lockSeconds(tries);
    await transaction("staff")
      .where({ id: staffId })
      .update({ failed_tries: tries, locked_until: lock > 0 ? instant(at + lock * 1000) : null });
    return 0;
  });

/** Whether the last try counted locked the login: the number of seconds, or 0. */
export const lockedSeconds = async (database: Knex, staffId: number, at: number): Promise<number> => {
  const row = await database<Row>("staff").where({ id: staffId }).first("locked_until");
  return row?.locked_until && row.locked_until > at ? Math.ceil((row.locked_until - at) / 1000) : 0;
};

/** Forgets the wrong tries after a right one. */
export const forgetTries = async (database: Knex, staffId: number): Promise<void> => {
  await database("staff").where({ id: staffId }).update({ failed_tries: 0, locked_until: null });
};

/** Gives back one counted try that was never judged or proved right while more is still to be shown. */
export const giveTryBack = async (database: Knex, staffId: number): Promise<void> => {
  await database("staff")
    .where({ id: staffId })
    .update({ failed_tries: database.raw("greatest(failed_tries - 1, 0)"), locked_until: null });
};

/** Replaces a password that its owner chose. */
export const setPassword = async (
  transaction: Knex,
  staffId: number,
  passwordHash: string,
): Promise<void> => {
  await transaction("staff")
    .where({ id: staffId })
    .update({ password_hash: passwordHash, must_change_password: false });
};

/** Keeps a code secret that is shown for enrolment; never touches one already confirmed. */
export const proposeCode = async (database: Knex, staffId: number, sealed: Buffer): Promise<void> => {
  await database("staff")
    .where({ id: staffId })
    .whereNull("totp_confirmed_at")
    .update({ totp_sealed: sealed, totp_last_step: null });
};

/** Confirms the proposed code secret, once. */
export const confirmCode = async (transaction: Knex, staffId: number, at: number): Promise<void> => {
  await transaction("staff")
    .where({ id: staffId })
    .whereNull("totp_confirmed_at")
    .update({ totp_confirmed_at: instant(at) });
};

/** Marks a time step as used. @returns false when another request used it, or a later one, first */
export const takeStep = async (database: Knex, staffId: number, step: number): Promise<boolean> => {
  const changed = await database("staff")
    .where({ id: staffId })
    .whereRaw("coalesce(totp_last_step, -1) < ?", [step])
    .update({ totp_last_step: step });
  return changed === 1;
};

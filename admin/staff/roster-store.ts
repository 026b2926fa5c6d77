import type { Knex } from "knex";
import { instant } from "#access/postgres/instant";
import type { Role } from "./roles.ts";
import { IDLE } from "./session-store.ts";

/** A member of staff as an owner sees them; instants are epoch ms. */
export type Listed = {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly role: string;
  readonly hasCode: boolean;
  readonly mustChangePassword: boolean;
  readonly disabledAt: number | null;
  readonly lockedUntil: number | null;
  readonly lastSeenAt: number | null;
  /** running sign-in sessions */
  readonly sessions: number;
};

/** Everybody who may sign in or once could, those switched off last. @param at  epoch ms */
export const listStaff = async (database: Knex, at: number): Promise<Listed[]> => {
  const { rows } = await database.raw<{ rows: Listed[] }>(
    `select staff.id, staff.login, staff.name, staff.role, staff.totp_confirmed_at is not null as "hasCode",
            staff.must_change_password as "mustChangePassword", staff.disabled_at as "disabledAt",
            case when staff.locked_until > :at then staff.locked_until end as "lockedUntil",
            max(session.last_seen_at) as "lastSeenAt",
            count(session.id) filter (where session.revoked_at is null and session.expires_at > :at
              and session.last_seen_at > :idle) as sessions
       from staff left join staff_sessions session on session.staff_id = staff.id
      group by staff.id
      order by staff.disabled_at is not null, staff.login`,
    { at: instant(at), idle: instant(at - IDLE * 1000) },
  );
  return rows;
};

/** Somebody to be added. */
export type NewStaff = { readonly login: string; readonly name: string; readonly role: Role };

/**
 * Adds a member of staff, who must change the password at the first sign-in.
 *
 * @returns the id; undefined when the login is taken
 */
export const insertStaff = async (
  transaction: Knex,
  { login, name, role }: NewStaff,
  passwordHash: string,
  at: number,
): Promise<number | undefined> => {
  const rows = await transaction("staff")
    .insert({ login, name, role, password_hash: passwordHash, created_at: instant(at) })
    .onConflict("login")
    .ignore()
    .returning<{ id: number }[]>("id");
  return rows[0]?.id;
};

/** Lets one change of who is staff be made at a time, so that two owners cannot switch each other off at once. */
export const lockRoster = async (transaction: Knex): Promise<void> => {
  await transaction.raw("select pg_advisory_xact_lock(hashtext('hien staff'))");
};

/** Whose id this is, those switched off too; undefined for nobody. */
export const memberOf = async (
  transaction: Knex,
  id: number,
): Promise<{ readonly login: string; readonly role: string } | undefined> =>
  transaction("staff").where({ id }).first("login", "role");

/** Whether nobody but this one is an owner who can sign in. */
export const isLastOwner = async (transaction: Knex, id: number): Promise<boolean> => {
  const rows: { id: number }[] = await transaction("staff")
    .where({ role: "owner" })
    .whereNull("disabled_at")
    .select("id");
  return rows.length === 1 && rows[0]?.id === id;
};

/** Gives a one-time password, unlocks the login and, if wished, forgets the code of a lost phone. */
export const replacePassword = async (
  transaction: Knex,
  id: number,
  passwordHash: string,
  forgetCode: boolean,
): Promise<void> => {
  await transaction("staff")
    .where({ id })
    .update({
      password_hash: passwordHash,
      must_change_password: true,
      failed_tries: 0,
      locked_until: null,
      ...(forgetCode && { totp_sealed: null, totp_confirmed_at: null, totp_last_step: null }),
    });
};

/** Switches a login off, or on again (null). @param disabledAt  epoch ms */
export const setDisabled = async (
  transaction: Knex,
  id: number,
  disabledAt: number | null,
): Promise<void> => {
  await transaction("staff")
    .where({ id })
    .update({ disabled_at: disabledAt === null ? null : instant(disabledAt) });
};

/** Gives a member of staff another role. */
export const setRole = async (transaction: Knex, id: number, role: Role): Promise<void> => {
  await transaction("staff").where({ id }).update({ role });
};

/** Ends all sessions of a member of staff. */
export const revokeAll = async (transaction: Knex, staffId: number, at: number): Promise<void> => {
  await transaction("staff_sessions")
    .where({ staff_id: staffId })
    .whereNull("revoked_at")
    .update({ revoked_at: instant(at) });
};

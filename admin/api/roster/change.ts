import type { Knex } from "knex";
import type { AuditAction, AuditDetail } from "#access/audit/audit";
import { token } from "#access/runtime/random";
import type { World } from "#access/runtime/world";
import { hashPassword } from "../../staff/password.ts";
import type { Role } from "../../staff/roles.ts";
import {
  insertStaff,
  isLastOwner,
  lockRoster,
  memberOf,
  replacePassword,
  revokeAll,
  setDisabled,
  setRole,
} from "../../staff/roster-store.ts";
import type { Staff } from "../../staff/staff.ts";
import { audited } from "../audited.ts";
import { isRefusal, type Refusal, refuse } from "../refusals.ts";
import type { AddStaff, OneTime } from "./shapes.ts";

/** Characters of a one-time password: 20 of Crockford base32 are 100 bits. */
const PASSWORD_LENGTH = 20;

/** An owner at work on somebody. */
export type Act = { readonly world: World; readonly by: Staff; readonly id: number };

/**
 * Does something to a member of staff and leaves it in the record, both or neither.
 *
 * @param make  does it, and returns what the record says of it
 * @returns the login
 */
const change = (
  { world, by, id }: Act,
  action: AuditAction,
  make: (transaction: Knex, member: { readonly role: string }) => Promise<AuditDetail | Refusal>,
): Promise<{ login: string } | Refusal> =>
  world.database.transaction(async (transaction) => {
    await lockRoster(transaction);
    const member = await memberOf(transaction, id);
    if (!member) return refuse("not_found");
    const detail = await make(transaction, member);
    if (isRefusal(detail)) return detail;
    const { login } = member;
    await audited(transaction, world, by, { action, subjectKind: "staff", subjectId: login, detail });
    return { login };
  });

const done = (changed: { login: string } | Refusal): { done: true } | Refusal =>
  isRefusal(changed) ? changed : { done: true };

/** Adds a member of staff. @returns the one-time password, or a refusal when the login is taken */
export const addStaff = async (world: World, by: Staff, given: AddStaff): Promise<OneTime | Refusal> => {
  const password = token(PASSWORD_LENGTH);
  const passwordHash = await hashPassword(password);
  return world.database.transaction(async (transaction) => {
    const id = await insertStaff(transaction, given, passwordHash, world.now());
    if (id === undefined) return refuse("login_taken");
    const { login, name, role } = given;
    const deed = {
      action: "staff.added",
      subjectKind: "staff",
      subjectId: login,
      detail: { name, role },
    } as const;
    await audited(transaction, world, by, deed);
    return { id, login, password };
  });
};

/** Gives somebody else a one-time password and ends all their sessions; one's own is changed at the account page. */
export const resetPassword = async (act: Act, forgetCode: boolean): Promise<OneTime | Refusal> => {
  const { world, by, id } = act;
  if (id === by.id) return refuse("not_oneself");
  const password = token(PASSWORD_LENGTH);
  const passwordHash = await hashPassword(password);
  const changed = await change(act, "staff.password-reset", async (transaction) => {
    await replacePassword(transaction, id, passwordHash, forgetCode);
    await revokeAll(transaction, id, world.now());
    return { forgetCode };
  });
  return isRefusal(changed) ? changed : { id, login: changed.login, password };
};

/** Switches a login off, with all its sessions; the last owner who can sign in stays. */
const disable = (act: Act) =>
  change(act, "staff.disabled", async (transaction) => {
    const { world, id } = act;
    if (await isLastOwner(transaction, id)) return refuse("last_owner");
    await setDisabled(transaction, id, world.now());
    await revokeAll(transaction, id, world.now());
    return {};
  });

const enable = (act: Act) =>
  change(act, "staff.enabled", async (transaction) => {
    await setDisabled(transaction, act.id, null);
    return {};
  });

/** Switches a login on or off. @returns a refusal for the last owner and for nobody */
export const setStaffEnabled = async (act: Act, enabled: boolean): Promise<{ done: true } | Refusal> =>
  done(await (enabled ? enable(act) : disable(act)));

/** Gives a member of staff another role, from the next request on; the last owner who can sign in stays one. */
export const changeRole = async (act: Act, role: Role): Promise<{ done: true } | Refusal> =>
  done(
    await change(act, "staff.role-changed", async (transaction, { role: before }) => {
      if (role !== "owner" && (await isLastOwner(transaction, act.id))) return refuse("last_owner");
      await setRole(transaction, act.id, role);
      return { before, role };
    }),
  );

/** Ends all sessions of a member of staff. */
export const endSessions = async (act: Act): Promise<{ done: true } | Refusal> =>
  done(
    await change(act, "staff.sessions-revoked", async (transaction) => {
      await revokeAll(transaction, act.id, act.world.now());
      return {};
    }),
  );

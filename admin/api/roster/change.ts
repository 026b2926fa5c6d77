import type { Knex } from "knex";
import type { AuditAction, AuditDetail } from "#access/audit/audit";
import { token } from "#access/runtime/random";
import type { World } from "#access/runtime/world";
import { hashPassword } from "../../staff/password.ts";
import {
  insertStaff,
  isLastOwner,
  lockRoster,
  loginOf,
  replacePassword,
  revokeAll,
  setDisabled,
} from "../../staff/roster-store.ts";
import type { Staff } from "../../staff/staff.ts";
import { audited } from "../audited.ts";
import { isRefusal, type Refusal, refuse } from "../refusals.ts";
import type { AddStaff, OneTime } from "./shapes.ts";

/** Characters of a one-time password: 20 of Crockford base32 are 100 bits. */
const PASSWORD_LENGTH = 20;

/** An owner at work on somebody. */
export type Act = { readonly world: World; readonly by: Staff; readonly id: number };

type Deed = { readonly action: AuditAction; readonly detail?: AuditDetail };

/** Does something to a member of staff and leaves it in the record, both or neither. @returns the login */
const change = (
  { world, by, id }: Act,
  deed: Deed,
  make: (transaction: Knex) => Promise<Refusal | undefined>,
): Promise<{ login: string } | Refusal> =>
  world.database.transaction(async (transaction) => {
    await lockRoster(transaction);
    const login = await loginOf(transaction, id);
    if (login === undefined) return refuse("not_found");
    const refusal = await make(transaction);
    if (refusal) return refusal;
    await audited(transaction, world, by, { ...deed, subjectKind: "staff", subjectId: login });
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
  const deed = { action: "staff.password-reset", detail: { forgetCode } } as const;
  const changed = await change(act, deed, async (transaction) => {
    await replacePassword(transaction, id, passwordHash, forgetCode);
    await revokeAll(transaction, id, world.now());
    return undefined;
  });
  return isRefusal(changed) ? changed : { id, login: changed.login, password };
};

/** Switches a login off, with all its sessions; the last owner who can sign in stays. */
const disable = (act: Act) =>
  change(act, { action: "staff.disabled" }, async (transaction) => {
    const { world, id } = act;
    if (await isLastOwner(transaction, id)) return refuse("last_owner");
    await setDisabled(transaction, id, world.now());
    await revokeAll(transaction, id, world.now());
    return undefined;
  });

const enable = (act: Act) =>
  change(act, { action: "staff.enabled" }, async (transaction) => {
    await setDisabled(transaction, act.id, null);
    return undefined;
  });

/** Switches a login on or off. @returns a refusal for the last owner and for nobody */
export const setStaffEnabled = async (act: Act, enabled: boolean): Promise<{ done: true } | Refusal> =>
  done(await (enabled ? enable(act) : disable(act)));

/** Ends all sessions of a member of staff. */
export const endSessions = async (act: Act): Promise<{ done: true } | Refusal> =>
  done(
    await change(act, { action: "staff.sessions-revoked" }, async (transaction) => {
      await revokeAll(transaction, act.id, act.world.now());
      return undefined;
    }),
  );

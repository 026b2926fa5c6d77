import type { World } from "#access/runtime/world";
import { passwordMatches } from "../../staff/password.ts";
import { beginSession } from "../../staff/session-store.ts";
import type { Staff } from "../../staff/staff.ts";
import { forgetTries, giveTryBack, lockedSeconds, readStaff, takeTry } from "../../staff/store.ts";
import { audited } from "../audited.ts";
import { type Refusal, refuse } from "../refusals.ts";

/** No login has this id; asking for its lock costs as long as asking for somebody's. */
const NOBODY = 0;

/**
 * Leaves it in the audit record when a wrong try locked the login.
 *
 * @returns seconds it is locked for; 0 when it is not
 */
const noteLock = async (world: World, staff: Staff): Promise<number> => {
  const seconds = await lockedSeconds(world.database, staff.id, world.now());
  if (seconds === 0) return 0;
  const deed = {
    action: "staff.locked-out",
    subjectKind: "staff",
    subjectId: staff.login,
    detail: { seconds },
  } as const;
  await audited(world.database, world, staff, deed);
  return seconds;
};

/** Refuses a wrong try of somebody who has shown the password already, and so may know how long to wait. */
export const wrongTry = async (world: World, staff: Staff, code: "wrong_code" | "wrong_password") => {
  const seconds = await noteLock(world, staff);
  return seconds === 0 ? refuse(code) : refuse("locked", { seconds });
};

/**
 * The first step of signing in: login and password.
 *
 * An unknown login, a locked one and a wrong password cost as long and get the same answer, so that a stranger learns
 * neither who works here nor that guessing locked somebody out. While a login is locked its password is not looked at:
 * an answer that told the right one apart would let guessing go on. A right password of someone with a code gives back
 * only its own try: else guessing codes could go on for ever with a stolen password.
 *
 * @returns the token of a half signed-in session
 */
export const signIn = async (
  world: World,
  given: { login: string; password: string },
): Promise<{ token: string; staff: Staff } | Refusal> => {
  const found = await readStaff(world.database, { login: given.login });
  const wait = await takeTry(world.database, found?.staff.id ?? NOBODY, world.now());
  const judged = wait > 0 ? undefined : found;
  const right = await passwordMatches(judged?.credentials.passwordHash, given.password);
  if (right === undefined && judged) await giveTryBack(world.database, judged.staff.id);
  if (right === undefined) return refuse("busy");
  if (judged && !right) await noteLock(world, judged.staff);
  if (!judged || !right) return refuse("wrong_sign_in");
  const settle = judged.staff.hasCode ? giveTryBack : forgetTries;
  await settle(world.database, judged.staff.id);
  const token = await beginSession(world.database, judged.staff.id, "password", world.now());
  return { token, staff: judged.staff };
};

import type { World } from "#access/runtime/world";
import { passwordMatches } from "../../staff/password.ts";
import { beginSession } from "../../staff/session-store.ts";
import type { Staff } from "../../staff/staff.ts";
import { forgetTries, giveTryBack, lockedSeconds, readStaff, takeTry } from "../../staff/store.ts";
import { audited } from "../audited.ts";
import { type Refusal, refuse } from "../refusals.ts";

/**
 * Refuses a wrong try; says so in the audit record when it locked the login.
 */
export const wrongTry = async (
  world: World,
  staff: Staff,
  code: "wrong_sign_in" | "wrong_code" | "wrong_password",
) => {
  const seconds = await lockedSeconds(world.database, staff.id, world.now());
  if (seconds === 0) return refuse(code);
  const deed = {
    action: "staff.locked-out",
    subjectKind: "staff",
    subjectId: staff.login,
    detail: { seconds },
  } as const;
  await audited(world.database, world, staff, deed);
  return refuse("locked", { seconds });
};

/**
 * The first step of signing in: login and password.
 *
 * An unknown login costs as long as a known one and gets the same answer. A right password of someone with a code
 * gives back only its own try: else guessing codes could go on for ever with a stolen password.
 *
 * @returns the token of a half signed-in session
 */
export const signIn = async (
  world: World,
  given: { login: string; password: string },
): Promise<{ token: string; staff: Staff } | Refusal> => {
  const found = await readStaff(world.database, { login: given.login });
  const wait = found ? await takeTry(world.database, found.staff.id, world.now()) : 0;
  if (wait > 0) return refuse("locked", { seconds: wait });
  const right = await passwordMatches(found?.credentials.passwordHash, given.password);
  if (right === undefined && found) await giveTryBack(world.database, found.staff.id);
  if (right === undefined) return refuse("busy");
  if (!found) return refuse("wrong_sign_in");
  if (!right) return wrongTry(world, found.staff, "wrong_sign_in");
  const settle = found.staff.hasCode ? giveTryBack : forgetTries;
  await settle(world.database, found.staff.id);
  const token = await beginSession(world.database, found.staff.id, "password", world.now());
  return { token, staff: found.staff };
};

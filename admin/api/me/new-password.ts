import type { World } from "#access/runtime/world";
import { hashPassword, passwordMatches } from "../../staff/password.ts";
import { revokeOthers } from "../../staff/session-store.ts";
import { nextStep, SHORTEST_PASSWORD, type SignedIn } from "../../staff/staff.ts";
import { giveTryBack, readStaff, setPassword, takeTry } from "../../staff/store.ts";
import { auditedChange } from "../audited.ts";
import { type Refusal, refuse } from "../refusals.ts";
import { wrongTry } from "./sign-in.ts";

const unfit = (given: { current: string; next: string }): Refusal | undefined => {
  if ([...given.next].length < SHORTEST_PASSWORD)
    return refuse("password_too_short", { least: SHORTEST_PASSWORD });
  if (given.next === given.current) return refuse("password_not_new");
  return undefined;
};

/** Changes the sender's own password and ends all of their other sessions. */
export const newPassword = async (
  world: World,
  signedIn: SignedIn,
  given: { current: string; next: string },
): Promise<{ done: true } | Refusal> => {
  const { staff, sessionId } = signedIn;
  const step = nextStep(signedIn);
  if (step !== "new-password" && step !== "in") return refuse("step_first", { step });
  const fault = unfit(given);
  if (fault) return fault;
  const wait = await takeTry(world.database, staff.id, world.now());
  if (wait > 0) return refuse("locked", { seconds: wait });
  const found = await readStaff(world.database, { id: staff.id });
  const right = await passwordMatches(found?.credentials.passwordHash, given.current);
  if (right === false) return wrongTry(world, staff, "wrong_password");
  await giveTryBack(world.database, staff.id);
  if (right === undefined) return refuse("busy");
  const passwordHash = await hashPassword(given.next);
  await auditedChange(world, staff, async (transaction) => {
    await setPassword(transaction, staff.id, passwordHash);
    await revokeOthers(transaction, staff.id, sessionId, world.now());
    return { action: "staff.password-changed", subjectKind: "staff", subjectId: staff.login };
  });
  return { done: true };
};

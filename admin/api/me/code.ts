import type { World } from "#access/runtime/world";
import { beginSession, revokeSession } from "../../staff/session-store.ts";
import type { SignedIn } from "../../staff/staff.ts";
import { confirmCode, forgetTries, proposeCode, readStaff, takeStep, takeTry } from "../../staff/store.ts";
import { enrolmentPicture, enrolmentUri, newSecret, stepOf } from "../../staff/totp.ts";
import { audited } from "../audited.ts";
import { type Refusal, refuse } from "../refusals.ts";
import type { Enrolment } from "./shapes.ts";
import { wrongTry } from "./sign-in.ts";

/** Shows the code secret to enrol: the one already proposed, so that a reload does not change the picture. */
export const enrolment = async (world: World, { staff }: SignedIn): Promise<Enrolment | Refusal> => {
  if (staff.hasCode || staff.mustChangePassword) return refuse("step_first");
  const found = await readStaff(world.database, { id: staff.id });
  const proposed = found?.credentials.codeSealed;
  const secret = proposed ? world.keyring.open("totp", proposed) : newSecret();
  if (!proposed) await proposeCode(world.database, staff.id, world.keyring.seal("totp", secret));
  const uri = enrolmentUri(staff.login, secret);
  return { secret, uri, picture: enrolmentPicture(uri) };
};

/** A half signed-in session is exchanged for a new one, so that a token seen before the code is worth nothing. */
const fullSession = async (world: World, signedIn: SignedIn): Promise<string> => {
  const token = await beginSession(world.database, signedIn.staff.id, "full", world.now());
  await revokeSession(world.database, signedIn.staff.id, signedIn.sessionId, world.now());
  return token;
};

const finish = (world: World, signedIn: SignedIn): Promise<void> =>
  world.database.transaction(async (transaction) => {
    const { staff } = signedIn;
    const about = { subjectKind: "staff", subjectId: staff.login } as const;
    if (!staff.hasCode) {
      await confirmCode(transaction, staff.id, world.now());
      await audited(transaction, world, staff, { action: "staff.code-enrolled", ...about });
    }
    await audited(transaction, world, staff, { action: "staff.signed-in", ...about });
  });

/**
 * Judges a code, at enrolment as at every later sign-in; each half minute's code is taken once.
 *
 * @returns the token of the full session
 */
export const judgeCode = async (
  world: World,
  signedIn: SignedIn,
  code: string,
): Promise<{ token: string } | Refusal> => {
  const { staff } = signedIn;
  if (!staff.hasCode && staff.mustChangePassword) return refuse("step_first");
  const wait = await takeTry(world.database, staff.id, world.now());
  if (wait > 0) return refuse("locked", { seconds: wait });
  const credentials = (await readStaff(world.database, { id: staff.id }))?.credentials;
  if (!credentials?.codeSealed) return refuse("step_first");
  const secret = world.keyring.open("totp", credentials.codeSealed);
  const step = stepOf(secret, code.replace(/\s/g, ""), credentials.lastStep, world.now());
  if (step === undefined || !(await takeStep(world.database, staff.id, step)))
    return wrongTry(world, staff, "wrong_code");
  await forgetTries(world.database, staff.id);
  await finish(world, signedIn);
  return { token: await fullSession(world, signedIn) };
};

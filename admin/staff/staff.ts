/** A member of staff, without anything secret. */
export type Staff = {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly role: string;
  readonly mustChangePassword: boolean;
  readonly hasCode: boolean;
};

/** How far a session has come: the password was right, or everything was. */
export type Stage = "password" | "full";

/** A session with the person it belongs to. */
export type SignedIn = {
  readonly sessionId: number;
  readonly stage: Stage;
  readonly staff: Staff;
};

/** What the person must do before the panel opens; `in` when nothing is left. */
export type Step = "sign-in" | "code" | "new-password" | "enrol-code" | "in";

/**
 * The next step of signing in.
 *
 * A code that exists is asked for before anything else, so that a stolen password alone can neither change the
 * password nor enrol a code of its own.
 */
export const nextStep = (signedIn: SignedIn | undefined): Step => {
  if (!signedIn) return "sign-in";
  if (signedIn.staff.hasCode && signedIn.stage === "password") return "code";
  if (signedIn.staff.mustChangePassword) return "new-password";
  if (!signedIn.staff.hasCode) return "enrol-code";
  return "in";
};

/** Wrong tries that are free. */
const FREE_TRIES = 5;
const FIRST_LOCK = 30;
const LONGEST_LOCK = 900;

/**
 * Seconds a login is locked after its nth wrong try in a row: none for the first four, then 30, doubling up to 15
 * minutes, so that guessing is hopeless and the owner of the login is never shut out for long.
 *
 * @param tries  wrong tries in a row, this one included
 */
export const lockSeconds = (tries: number): number =>
  tries < FREE_TRIES ? 0 : Math.min(FIRST_LOCK * 2 ** Math.min(tries - FREE_TRIES, 20), LONGEST_LOCK);

/** Shortest password people may choose, characters (NIST SP 800-63B section 5.1.1.2 asks for eight beside a code). */
export const SHORTEST_PASSWORD = 12;

import { token } from "#access/runtime/random";
import type { World } from "#access/runtime/world";
import { anyStaff, FIRST_LOGIN, insertFirst, replaceUnused } from "./first-store.ts";
import { hashPassword } from "./password.ts";

/** The first administrator's way in; the password works once, since it must be changed at the first sign-in. */
export type FirstSignIn = { readonly login: string; readonly password: string };

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
    if (await anyStaff(transaction)) return replaceUnused(transaction, passwordHash, at);
    await insertFirst(transaction, passwordHash, at);
    return true;
  });
  return made ? { login: FIRST_LOGIN, password } : undefined;
};

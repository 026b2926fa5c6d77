import type { SignIn } from "./vendor.ts";

/** Whether people bring their grant to the gateway itself, so that it must be known where their browsers may be sent. */
export const takesGrants = (signIn: SignIn): boolean => signIn === "own" || signIn === "operator";

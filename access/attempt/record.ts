import type { World } from "../runtime/world.ts";
import { type Attempt, insertAttempt } from "./store.ts";

/** Remembers one step of a sign-in, now. */
export const recordAttempt = (world: World, attempt: Attempt): Promise<void> =>
  insertAttempt(world.database, attempt, world.now());

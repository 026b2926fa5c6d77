import { allTags } from "#access/redis/keys";
import type { World } from "#access/runtime/world";
import { overdue } from "#access/session/live";
import { settle } from "#access/session/settle-live";
import type { SessionRef } from "#access/session/ticket";
import { isUnreadable, setAside } from "#access/session/unreadable";

/** How often silent sessions are looked for, ms. */
const ROUND_MS = 5_000;
const AT_ONCE = 200;
/** A report may be on its way at the very moment: heard within this, ms, is not silent. */
const JUST_HEARD = 1_000;

/** Closes one; what cannot be read is told of this once, and not looked at again. */
const closeOne = async ({ redis }: World, ref: SessionRef, at: number): Promise<void> => {
  try {
    await settle(redis, ref, { what: "close", cause: "silent", onlySilentSince: at - JUST_HEARD }, at);
  } catch (fault) {
    if (isUnreadable(fault)) await setAside(redis, ref);
    throw fault;
  }
};

/** Closes the sessions of one hash tag that were due to report and did not. @returns why some could not be closed */
const closeSilentOf = async (world: World, tag: number): Promise<unknown[]> => {
  const at = world.now();
  const refs = await overdue(world.redis, tag, at, AT_ONCE);
  const outcomes = await Promise.allSettled(refs.map((ref) => closeOne(world, ref, at)));
  return outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
};

/**
 * Closes the sessions that were due to report and did not, at the instant they were last heard; one that cannot be closed
 * keeps no other open.
 *
 * @throws Failure `session_not_settled`, the first, once all others are closed
 */
export const closeSilent = async (world: World): Promise<void> => {
  const faults: unknown[] = [];
  for (const tag of allTags) faults.push(...(await closeSilentOf(world, tag)));
  if (faults.length > 0) throw faults[0];
};

/** Looks for silent sessions for as long as it runs. */
export const startSweep = (world: World): { readonly close: () => Promise<void> } => {
  let round: Promise<unknown> | undefined;
  const timer = setInterval(() => {
    round ??= closeSilent(world)
      .catch((fault) => world.log.error({ err: fault }, "sweep of silent sessions"))
      .finally(() => {
        round = undefined;
      });
  }, ROUND_MS);
  return {
    close: async () => {
      clearInterval(timer);
      await round;
    },
  };
};

import { allTags } from "#access/redis/keys";
import type { World } from "#access/runtime/world";
import { overdue } from "#access/session/live";
import { settle } from "#access/session/settle-live";

/** How often silent sessions are looked for, ms. */
const ROUND_MS = 5_000;
const AT_ONCE = 200;
/** A report may be on its way at the very moment: heard within this, ms, is not silent. */
const JUST_HEARD = 1_000;

/** Closes the sessions of one hash tag that were due to report and did not, at the instant they were last heard. */
const closeSilent = async (world: World, tag: number): Promise<number> => {
  const at = world.now();
  const refs = await overdue(world.redis, tag, at, AT_ONCE);
  const outcomes = await Promise.all(
    refs.map((ref) =>
      settle(world.redis, ref, { what: "close", cause: "silent", onlySilentSince: at - JUST_HEARD }, at),
    ),
  );
  return outcomes.filter((outcome) => outcome === "ok").length;
};

/** Looks for silent sessions for as long as it runs. */
export const startSweep = (world: World): { readonly close: () => Promise<void> } => {
  let round: Promise<unknown> | undefined;
  const sweep = async (): Promise<void> => {
    for (const tag of allTags) await closeSilent(world, tag);
  };
  const timer = setInterval(() => {
    round ??= sweep()
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

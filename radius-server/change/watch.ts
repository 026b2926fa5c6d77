import { isThingAccount } from "#access/device/thing";
import { listen } from "#access/notice/live";
import { allTags, keys, tagOf } from "#access/redis/keys";
import { Failure } from "#access/runtime/failure";
import { openSessions } from "#access/session/find-store";
import { claimDue, liveSessions, readSession } from "#access/session/live";
import { refill } from "#access/session/refill";
import type { SessionRef } from "#access/session/ticket";
import { wishAnew, wishSession } from "#access/session/wish";
import { admissionNow, wishOf } from "../reconsider.ts";
import type { Server } from "../server-world.ts";
import { type Changes, carryOut } from "./carry-out.ts";

/** Watches for changes that are owed and for whom a plan or a person's standing has changed. */
export type Watch = { readonly close: () => Promise<void> };

/** Another server may take over what this one took and did not finish within this, ms. */
const KEPT_MS = 20_000;
const AT_ONCE = 64;
/** How often everything owed is looked through, ms: notices can be lost, what is owed cannot. */
const ROUND_MS = 1_000;

/** What was being asked when the server stopped stays owed. */
const isClosing = (fault: unknown): boolean =>
  fault instanceof Failure && fault.code === "change_client_closed";

/** Whose rules have changed is asked to do what they say now, also where that is called as before. */
const reconsider = async (server: Server, ref: SessionRef, cause: string): Promise<void> => {
  const session = await readSession(server.world.redis, ref);
  const nas = session && server.nasTable.byId(session.nasId);
  if (!session || !nas || session.endedAt !== null) return;
  await wishAnew(server.world, ref, wishOf(await admissionNow(server, session, nas)).wish, cause);
};

/** What one session of a person came to, their other sessions come to as well: allowances are the person's. */
const alignOthers = async (server: Server, subscriberId: number): Promise<void> => {
  const { world } = server;
  if (isThingAccount(subscriberId)) return;
  for (const session of await liveSessions(world.redis, subscriberId, world.now())) {
    const nas = server.nasTable.byId(session.nasId);
    if (!nas || session.wish !== null) continue;
    const wanted = wishOf(await admissionNow(server, session, nas));
    if (wanted.wish !== session.profile) await wishSession(world, session, wanted.wish, wanted.cause);
  }
};

/** Starts watching. */
export const watch = async (means: Omit<Changes, "experience">): Promise<Watch> => {
  const changes: Changes = { ...means, experience: { failures: new Map() } };
  const { server } = changes;
  const { world } = server;
  const running = new Set<Promise<void>>();
  let closed = false;

  const inBackground = (work: Promise<void>): void => {
    const done = work
      .catch((fault) => {
        if (!closed && !isClosing(fault)) world.log.error({ err: fault }, "change of authorization");
      })
      .finally(() => running.delete(done));
    running.add(done);
  };

  const carryOutDue = async (tag: number): Promise<void> => {
    const at = world.now();
    const refs = await claimDue(world.redis, tag, at, at + KEPT_MS, AT_ONCE);
    for (const ref of refs) inBackground(carryOut(changes, ref));
  };

  const round = async (): Promise<void> => {
    const counts = await Promise.all(
      allTags.map((tag) => world.redis.zcount(keys.due(tag), "-inf", world.now())),
    );
    await Promise.all(allTags.filter((tag) => (counts[tag] ?? 0) > 0).map(carryOutDue));
  };

  const personChanged = async (subscriberId: number): Promise<void> => {
    await refill(world, [subscriberId]);
    const open = await liveSessions(world.redis, subscriberId, world.now());
    await Promise.all(open.map((ref) => reconsider(server, ref, "staff")));
  };

  const plansChanged = async (planIds: readonly number[]): Promise<void> => {
    for (const planId of planIds) {
      const open = await openSessions(world.database, { planId });
      for (let from = 0; from < open.length; from += AT_ONCE) {
        await Promise.all(open.slice(from, from + AT_ONCE).map((ref) => reconsider(server, ref, "plan")));
      }
    }
  };

  const everybodyMayHaveChanged = async (): Promise<void> => {
    const people = [...new Set((await openSessions(world.database, "all")).map((ref) => ref.subscriberId))];
    for (let from = 0; from < people.length; from += AT_ONCE)
      await refill(world, people.slice(from, from + AT_ONCE));
  };

  const stopListening = await listen(world, (notice) => {
    if (notice.kind === "session") {
      inBackground(carryOutDue(tagOf(notice.id)));
      inBackground(alignOthers(server, notice.id));
    }
    if (notice.kind === "subscriber") inBackground(personChanged(notice.id));
    if (notice.kind === "all") inBackground(everybodyMayHaveChanged());
  });
  const stopPlans = server.planTable.onChange((planIds) => inBackground(plansChanged(planIds)));
  const timer = setInterval(() => inBackground(round()), ROUND_MS);

  return {
    close: async () => {
      closed = true;
      clearInterval(timer);
      stopPlans();
      await stopListening();
      await Promise.allSettled(running);
    },
  };
};

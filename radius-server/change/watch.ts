import { isThingAccount } from "#access/device/thing";
import { listen } from "#access/notice/live";
import { allTags, keys, tagOf } from "#access/redis/keys";
import { Failure } from "#access/runtime/failure";
import { openSessions } from "#access/session/find-store";
import { takeHanded } from "#access/session/handed-live";
import { claimDue, liveSessions } from "#access/session/live";
import { refill } from "#access/session/refill";
import type { SessionRef } from "#access/session/ticket";
import { wishSession } from "#access/session/wish";
import type { Lines } from "../radsec/lines.ts";
import { judgedNow, wishOf } from "../reconsider.ts";
import type { Server } from "../server-world.ts";
import { amongAll } from "./among-all.ts";
import { askAllAgain } from "./ask-again.ts";
import type { Changes } from "./asking.ts";
import { carryOut } from "./carry-out.ts";
import { AT_ONCE, personTask, planTasks } from "./changed.ts";
import { heldUntil, hold } from "./hold.ts";
import { openRoom } from "./room.ts";

/** Watches for changes that are owed and for whom a plan or a person's standing has changed. */
export type Watch = { readonly close: () => Promise<void> };

/** How often everything owed is looked through, ms: notices can be lost, what is owed cannot. */
const ROUND_MS = 1_000;

/** What was being asked when the server stopped stays owed. */
const isClosing = (fault: unknown): boolean =>
  fault instanceof Failure && fault.code === "change_client_closed";

/** What one session of a person came to, their other sessions come to as well: allowances are the person's. */
const alignOthers = async (server: Server, subscriberId: number): Promise<void> => {
  const { world } = server;
  if (isThingAccount(subscriberId)) return;
  for (const session of await liveSessions(world.redis, subscriberId, world.now())) {
    const nas = server.nasTable.byId(session.nasId);
    if (!nas || session.wish !== null) continue;
    const wanted = wishOf((await judgedNow(server, session, nas)).admission);
    if (wanted.wish !== session.profile) await wishSession(world, session, wanted.wish, wanted.cause);
  }
};

/** Starts watching. */
export const watch = async (
  means: Omit<Changes, "experience" | "room"> & { readonly lines: Lines },
): Promise<Watch> => {
  const changes: Changes = { ...means, experience: { failures: new Map() }, room: openRoom() };
  const { server, lines } = means;
  const { world } = server;
  const tasks = amongAll(world);
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

  const carryOutAll = (refs: readonly SessionRef[], until: number): void => {
    for (const ref of refs) {
      const held = hold(world, ref, until);
      inBackground(carryOut(changes, ref, held).finally(() => void held.release()));
    }
  };

  const carryOutDue = async (tag: number): Promise<void> => {
    const until = heldUntil(world);
    carryOutAll(await claimDue(world.redis, tag, world.now(), until, AT_ONCE), until);
  };

  const carryOutHanded = async (nasId: number): Promise<void> => {
    if (!changes.lines.reaches(nasId)) return;
    const until = heldUntil(world);
    const refs = await takeHanded(world.redis, nasId, until, AT_ONCE);
    if (!refs) return;
    carryOutAll(refs, until);
    return carryOutHanded(nasId);
  };

  /** A NAS has connected: what waited for that is done. */
  const onConnected = (nasId: number): void => {
    inBackground(carryOutHanded(nasId));
    inBackground(askAllAgain(changes, nasId));
  };

  const round = async (): Promise<void> => {
    const counts = await Promise.all(
      allTags.map((tag) => world.redis.zcount(keys.due(tag), "-inf", world.now())),
    );
    await Promise.all(allTags.filter((tag) => (counts[tag] ?? 0) > 0).map(carryOutDue));
  };

  const everybodyMayHaveChanged = async (): Promise<void> => {
    const people = [...new Set((await openSessions(world.database, "all")).map((ref) => ref.subscriberId))];
    for (let from = 0; from < people.length; from += AT_ONCE)
      await refill(world, people.slice(from, from + AT_ONCE));
  };

  const stopListening = await listen(world, (notice, mark) => {
    if (notice.kind === "session") {
      inBackground(carryOutDue(tagOf(notice.id)));
      inBackground(alignOthers(server, notice.id));
    }
    if (notice.kind === "led") inBackground(askAllAgain(changes, notice.id));
    if (notice.kind === "subscriber") inBackground(tasks.share([personTask(server, notice.id, mark)]));
    if (notice.kind === "handed") inBackground(carryOutHanded(notice.id));
    if (notice.kind === "all") {
      inBackground(everybodyMayHaveChanged());
      lines.connected().forEach(onConnected);
    }
  });
  const stopConnecting = lines.onConnected(onConnected);
  lines.connected().forEach(onConnected);
  const stopPlans = server.planTable.onChange((planIds) =>
    inBackground(tasks.share(planIds.flatMap((planId) => planTasks(server, planId, "take")))),
  );
  const plans = [...server.planTable.marks().keys()];
  inBackground(tasks.share(plans.flatMap((planId) => planTasks(server, planId, "resume"))));
  const timer = setInterval(() => {
    inBackground(round());
    inBackground(tasks.again());
  }, ROUND_MS);

  return {
    close: async () => {
      closed = true;
      clearInterval(timer);
      stopPlans();
      stopConnecting();
      await stopListening();
      await Promise.allSettled(running);
    },
  };
};

import { stepOf } from "#access/admission/step";
import { allTags, tagOf } from "#access/redis/keys";
import { below } from "#access/runtime/random";
import { openSessions } from "#access/session/find-store";
import { liveSessions, readSession } from "#access/session/live";
import { isOrdered } from "#access/session/order";
import { refill } from "#access/session/refill";
import type { SessionRef } from "#access/session/ticket";
import { wishInstead, withdraw } from "#access/session/withdraw";
import { aboutPlan, judgedNow, reasonOf, wishOf } from "../reconsider.ts";
import type { Server } from "../server-world.ts";
import type { Task } from "./among-all.ts";

/** How many sessions or people are looked at together. */
export const AT_ONCE = 64;

/** Whose rules have changed is asked to do what they say now, also where that is called as before. */
const reconsider = async (server: Server, ref: SessionRef, cause: string): Promise<void> => {
  const session = await readSession(server.world.redis, ref);
  const nas = session && server.nasTable.byId(session.nasId);
  if (!session || !nas || session.endedAt !== null) return;
  const judged = await judgedNow(server, session, nas);
  const reason = reasonOf(session, cause);
  const wanted = wishOf(judged.admission, reason);
  if (stepOf(nas, session, judged, reason) !== "nothing")
    return wishInstead(server.world, session, wanted.wish, wanted.cause);
  if (!isOrdered(session)) await withdraw(server.world, session);
};

const allAnew = async (server: Server, open: readonly SessionRef[], cause: string): Promise<void> => {
  for (let from = 0; from < open.length; from += AT_ONCE)
    await Promise.all(open.slice(from, from + AT_ONCE).map((ref) => reconsider(server, ref, cause)));
};

/** What a change of a person asks of their sessions; the mark is the notice's. */
export const personTask = (server: Server, subscriberId: number, mark: string): Task => ({
  claim: { tag: tagOf(subscriberId), about: `person:${subscriberId}:${mark}`, mark },
  how: "take",
  work: async () => {
    const { world } = server;
    await refill(world, [subscriberId]);
    await allAnew(server, await liveSessions(world.redis, subscriberId, world.now()), "staff");
  },
});

/**
 * What a plan's rules ask of the sessions of its people, a task for each tag. Each server begins at another tag, so that
 * they share the work.
 */
export const planTasks = (server: Server, planId: number, how: Task["how"]): Task[] => {
  const { world, planTable } = server;
  const mark = planTable.marks().get(planId) ?? "";
  let asked: Promise<readonly SessionRef[]> | undefined;
  const open = (): Promise<readonly SessionRef[]> => {
    asked ??= openSessions(world.database, { planId });
    return asked;
  };
  const first = below(allTags.length);
  return [...allTags.slice(first), ...allTags.slice(0, first)].map((tag) => ({
    claim: { tag, about: aboutPlan(planId), mark },
    how,
    work: async () => {
      const ofTag = (await open()).filter(({ subscriberId }) => tagOf(subscriberId) === tag);
      await allAnew(server, ofTag, "plan");
    },
  }));
};

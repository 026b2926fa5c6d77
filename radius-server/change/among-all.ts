import { type Claim, finish, take } from "#access/notice/claim-live";
import type { World } from "#access/runtime/world";

/** Work that every process may do and one is to do. */
export type Task = {
  readonly claim: Claim;
  /** `resume` does only what another began and did not finish */
  readonly how: "take" | "resume";
  readonly work: () => Promise<void>;
};

/** Does tasks, each in one of all processes that hear of it. */
export type AmongAll = {
  /** does what no other does, one after the other; the first fault is thrown once all were tried */
  readonly share: (tasks: readonly Task[]) => Promise<void>;
  /** does what others took and have not finished in time, and what failed */
  readonly again: () => Promise<void>;
};

/** Who took a task and has not finished it within this may have died, ms. */
const KEPT_MS = 5_000;

const keyOf = ({ claim: { tag, about } }: Task): string => `${tag}:${about}`;

/** Opens it; what is owed is kept here until somebody has done it. */
export const amongAll = ({ redis, now }: Pick<World, "redis" | "now">): AmongAll => {
  /** the latest of each thing the work is about */
  const owed = new Map<string, Task>();
  const underWay = new Set<Task>();
  /** of which somebody has begun */
  const begun = new WeakSet<Task>();

  const settle = async (task: Task): Promise<void> => {
    // Once begun it is only gone on with: what came after it would else be undone by it, and done twice.
    const how = begun.has(task) ? "resume" : task.how;
    const taken = await take(redis, task.claim, how, now(), now() + KEPT_MS);
    begun.add(task);
    if (taken === "another") return;
    if (taken === "yours") {
      await task.work();
      await finish(redis, task.claim, now());
    }
    if (owed.get(keyOf(task)) === task) owed.delete(keyOf(task));
  };

  const attempt = async (task: Task): Promise<void> => {
    if (underWay.has(task) || owed.get(keyOf(task)) !== task) return;
    underWay.add(task);
    await settle(task).finally(() => underWay.delete(task));
  };

  const inTurn = async (tasks: Iterable<Task>): Promise<void> => {
    const faults: unknown[] = [];
    for (const task of tasks) await attempt(task).catch((fault: unknown) => faults.push(fault));
    if (faults.length > 0) throw faults[0];
  };

  return {
    share: (tasks) => {
      for (const task of tasks) owed.set(keyOf(task), task);
      return inTurn(tasks);
    },
    again: () => inTurn([...owed.values()]),
  };
};

import { recordFault } from "#access/attempt/faults";
import type { Nas } from "#access/nas/nas";
import { announce } from "#access/notice/live";
import type { World } from "#access/runtime/world";
import type { Rung } from "./ladder.ts";
import { keepLearned, type Learned } from "./learn-store.ts";

/** Silent so many times in a row, a NAS is taken for one that cannot be reached. */
const SILENT_AFTER = 3;

/** What this process knows of how NAS answer, beside what is kept. */
export type Experience = {
  /** how often in a row a NAS was silent */
  readonly silences: Map<number, number>;
};

const silences = ({ silences: known }: Experience, nasId: number, isSilent: boolean): number => {
  const count = isSilent ? (known.get(nasId) ?? 0) + 1 : 0;
  if (count === 0) known.delete(nasId);
  else known.set(nasId, count);
  return count;
};

const faultAfter = (nas: Nas, { verdict }: Rung, silent: number): Learned["fault"] => {
  if (verdict === "done") return null;
  if (verdict === "disabled") return "disabled";
  if (verdict === "silent") return silent >= SILENT_AFTER ? "silent" : (nas.changeFault ?? null);
  // An answer of any other kind shows that requests reach it.
  return nas.changeFault === "silent" ? null : (nas.changeFault ?? null);
};

const isKnown = (nas: Nas, names: readonly string[]): boolean =>
  nas.changeIdentify?.toSorted().join() === names.toSorted().join();

/** Learns from what a request came to; what is new is kept with the NAS and told to all programs. */
export const learn = async (world: World, experience: Experience, nas: Nas, rung: Rung): Promise<void> => {
  const silent = silences(experience, nas.id, rung.verdict === "silent");
  const fault = faultAfter(nas, rung, silent);
  const identify = rung.verdict === "done" && !isKnown(nas, rung.names) ? rung.names : null;
  if (fault === (nas.changeFault ?? null) && identify === null) return;
  await keepLearned(world.database, nas.id, { identify, fault, at: world.now() });
  await announce(world.redis, { kind: "nas", id: nas.id });
  if (fault !== null && fault !== nas.changeFault)
    recordFault(world, { nasId: nas.id, source: "", reason: `change-${fault}` });
};

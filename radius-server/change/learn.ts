import { recordFault } from "#access/attempt/faults";
import type { Nas } from "#access/nas/nas";
import { announce } from "#access/notice/live";
import type { World } from "#access/runtime/world";
import type { Rung } from "./ladder.ts";
import { keepLearned, type Learned } from "./learn-store.ts";

/** So many failures in a row, a NAS is taken for one whose sessions cannot be changed from here. */
const FAILED_AFTER = 3;

/** What this process knows of how NAS answer, beside what is kept. */
export type Experience = {
  /** how often in a row a NAS was silent, or would not even end a session */
  readonly failures: Map<number, number>;
};

/** Silence, or a Disconnect refused for no reason that passes: there is no lower rung. */
const isFailure = (means: "coa" | "disconnect", { verdict }: Rung): boolean =>
  verdict === "silent" || (means === "disconnect" && !["done", "gone", "later"].includes(verdict));

const failuresAfter = (
  { failures }: Experience,
  nasId: number,
  means: "coa" | "disconnect",
  rung: Rung,
): number => {
  const count = isFailure(means, rung) ? (failures.get(nasId) ?? 0) + 1 : 0;
  // A refused change says nothing yet: the Disconnect that follows does.
  if (count > 0) failures.set(nasId, count);
  else if (rung.verdict !== "lower") failures.delete(nasId);
  return count;
};

const faultAfter = (nas: Nas, { verdict }: Rung, failures: number): Learned["fault"] => {
  const known = nas.changeFault ?? null;
  if (verdict === "done") return null;
  if (verdict === "disabled") return "disabled";
  if (failures >= FAILED_AFTER) return verdict === "silent" ? "silent" : "disabled";
  // An answer of any kind shows that requests reach it.
  return known === "silent" && verdict !== "silent" ? null : known;
};

const isKnown = (nas: Nas, names: readonly string[]): boolean =>
  nas.changeIdentify?.toSorted().join() === names.toSorted().join();

/** Learns from what a request came to; what is new is kept with the NAS and told to all programs. */
export const learn = async (
  world: World,
  experience: Experience,
  nas: Nas,
  means: "coa" | "disconnect",
  rung: Rung,
): Promise<void> => {
  const fault = faultAfter(nas, rung, failuresAfter(experience, nas.id, means, rung));
  const identify = rung.verdict === "done" && !isKnown(nas, rung.names) ? rung.names : null;
  if (fault === (nas.changeFault ?? null) && identify === null) return;
  await keepLearned(world.database, nas.id, { identify, fault, at: world.now() });
  await announce(world.redis, { kind: "nas", id: nas.id });
  if (fault !== null && fault !== nas.changeFault)
    recordFault(world, { nasId: nas.id, source: "", reason: `change-${fault}` });
};

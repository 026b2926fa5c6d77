import { keep, onePerWorld } from "../notice/kept.ts";
import type { World } from "../runtime/world.ts";
import type { Plan, PlanOverride } from "./plan.ts";
import { everyPlan, listOverrides } from "./store.ts";

/** All plans in memory, current within a moment of every change. */
export type PlanTable = {
  /** any plan, also one no longer given out */
  readonly byId: (id: number) => Plan | undefined;
  /** what new people get; undefined while nobody named one */
  readonly defaultPlan: () => Plan | undefined;
  readonly overrides: () => readonly PlanOverride[];
  /** calls back with the ids of plans whose rules changed, there or by an override; @returns a function that stops it */
  readonly onChange: (listener: (planIds: readonly number[]) => void) => () => void;
  readonly close: () => Promise<void>;
};

const load = async (world: World) => {
  const [plans, overrides] = await Promise.all([everyPlan(world.database), listOverrides(world.database)]);
  return {
    plans: new Map(plans.map((plan) => [plan.id, plan])),
    standard: plans.find((plan) => plan.isDefault),
    overrides,
  };
};

type Loaded = Awaited<ReturnType<typeof load>>;

const rulesOf = (loaded: Loaded, planId: number): string =>
  JSON.stringify([
    loaded.plans.get(planId)?.policy,
    loaded.overrides.filter((override) => override.planId === planId),
  ]);

const changedBetween = (before: Loaded, after: Loaded): number[] =>
  [...after.plans.keys()].filter((planId) => rulesOf(before, planId) !== rulesOf(after, planId));

const openPlanTable = async (world: World): Promise<PlanTable> => {
  const kept = await keep(world, { name: "plans", kinds: ["plan"], load: () => load(world) });
  return {
    byId: (id) => kept.current().plans.get(id),
    defaultPlan: () => kept.current().standard,
    overrides: () => kept.current().overrides,
    onChange: (listener) =>
      kept.onReading((before, after) => {
        const changed = changedBetween(before, after);
        if (changed.length > 0) listener(changed);
      }),
    close: kept.close,
  };
};

/** The world's own table: `planTable.of(world)` opens it when first asked for, `planTable.close(world)` lets go of it. */
export const planTable = onePerWorld(openPlanTable);

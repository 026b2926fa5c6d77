import { createHash } from "node:crypto";
import { keep, onePerWorld } from "../notice/kept.ts";
import type { World } from "../runtime/world.ts";
import { listPasts } from "./past-store.ts";
import type { PastRules, Plan, PlanOverride } from "./plan.ts";
import { everyPlan, listOverrides } from "./store.ts";

/** All plans in memory, current within a moment of every change. */
export type PlanTable = {
  /** any plan, also one no longer given out */
  readonly byId: (id: number) => Plan | undefined;
  /** what new people get; undefined while nobody named one */
  readonly defaultPlan: () => Plan | undefined;
  readonly overrides: () => readonly PlanOverride[];
  /** what the rules of plans were before, the earliest first; of the last two months */
  readonly pasts: () => readonly PastRules[];
  /** of each plan a mark of its rules and overrides, the same wherever they are the same */
  readonly marks: () => ReadonlyMap<number, string>;
  /** reads it again without waiting for a notice */
  readonly readAgain: () => Promise<void>;
  /** calls back with the ids of plans whose rules changed, there or by an override; @returns a function that stops it */
  readonly onChange: (listener: (planIds: readonly number[]) => void) => () => void;
  readonly close: () => Promise<void>;
};

const markOf = ({ id, policy }: Plan, overrides: readonly PlanOverride[]): string => {
  const rules = JSON.stringify([policy, overrides.filter(({ planId }) => planId === id)]);
  return createHash("sha256").update(rules).digest("base64url");
};

const load = async (world: World) => {
  const { database } = world;
  const [plans, overrides, pasts] = await Promise.all([
    everyPlan(database),
    listOverrides(database),
    listPasts(database),
  ]);
  return {
    pasts,
    plans: new Map(plans.map((plan) => [plan.id, plan])),
    standard: plans.find((plan) => plan.isDefault),
    overrides,
    marks: new Map(plans.map((plan) => [plan.id, markOf(plan, overrides)])),
  };
};

type Loaded = Awaited<ReturnType<typeof load>>;

const changedBetween = (before: Loaded, after: Loaded): number[] =>
  [...after.marks].filter(([planId, mark]) => mark !== before.marks.get(planId)).map(([planId]) => planId);

const openPlanTable = async (world: World): Promise<PlanTable> => {
  const kept = await keep(world, { name: "plans", kinds: ["plan"], load: () => load(world) });
  return {
    byId: (id) => kept.current().plans.get(id),
    defaultPlan: () => kept.current().standard,
    overrides: () => kept.current().overrides,
    pasts: () => kept.current().pasts,
    marks: () => kept.current().marks,
    readAgain: kept.readAgain,
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

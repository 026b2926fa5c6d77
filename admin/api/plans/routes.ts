import { announce } from "#access/notice/live";
import { addPlan, changePlan, listPlans, makeDefault } from "#access/plan/store";
import type { World } from "#access/runtime/world";
import { audited, auditedChange } from "../audited.ts";
import { doneSchema, idParams } from "../me/shapes.ts";
import { route } from "../route.ts";
import { addPlanSchema, changePlanSchema, madeSchema, type Plans, plansSchema } from "./shapes.ts";
import { planUse } from "./store.ts";

const plansWithUse = async (world: World): Promise<Plans> => {
  const [plans, uses] = await Promise.all([listPlans(world.database), planUse(world.database)]);
  const byPlan = new Map(uses.map((use) => [use.planId, use]));
  return {
    plans: plans.map((plan) => {
      const { people = 0, online = 0 } = byPlan.get(plan.id) ?? {};
      return { ...plan, people, online };
    }),
  };
};

/** Seeing, making and changing plans; a change reaches running sessions through the notice. */
export const planRoutes = [
  route({
    method: "get",
    path: "/api/plans",
    summary: "The plans, with how many people have each",
    needs: "see-plans",
    answer: plansSchema,
    handle: ({ world }) => plansWithUse(world),
  }),
  route({
    method: "post",
    path: "/api/plans",
    summary: "Make a plan",
    needs: "change-plans",
    body: addPlanSchema,
    answer: madeSchema,
    handle: async ({ world, signedIn, body }) => {
      const id = await world.database.transaction(async (transaction) => {
        const made = await addPlan(transaction, body);
        const deed = {
          action: "plan.made",
          subjectKind: "plan",
          subjectId: made,
          detail: { code: body.code },
        } as const;
        await audited(transaction, world, signedIn.staff, deed);
        return made;
      });
      await announce(world.redis, { kind: "plan", id });
      return { id };
    },
  }),
  route({
    method: "put",
    path: "/api/plans/{id}",
    summary: "Change a plan's names and rules, for everybody who has it",
    needs: "change-plans",
    params: idParams,
    body: changePlanSchema,
    answer: doneSchema,
    handle: async ({ world, signedIn, params, body }) => {
      await auditedChange(world, signedIn.staff, async (transaction) => {
        await changePlan(transaction, params.id, body, world.now());
        const detail = { name: body.name.vi, policy: JSON.stringify(body.policy) };
        return { action: "plan.changed", subjectKind: "plan", subjectId: params.id, detail };
      });
      await announce(world.redis, { kind: "plan", id: params.id });
      return { done: true as const };
    },
  }),
  route({
    method: "post",
    path: "/api/plans/{id}/default",
    summary: "Give this plan to people who come from now on",
    needs: "change-plans",
    params: idParams,
    answer: doneSchema,
    handle: async ({ world, signedIn, params }) => {
      await auditedChange(world, signedIn.staff, async (transaction) => {
        await makeDefault(transaction, params.id);
        return { action: "plan.made-default", subjectKind: "plan", subjectId: params.id };
      });
      await announce(world.redis, { kind: "plan", id: params.id });
      return { done: true as const };
    },
  }),
] as const;

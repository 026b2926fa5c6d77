import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import { type PastRules, type PlanOverride, policySchema } from "./plan.ts";

/** How long the rules of before are kept, ms: beyond it a session is taken for one that was let in by others. */
export const PAST_KEPT_MS = 60 * 86_400_000;

/** Keeps a plan's rules as they are, since they are about to change. @param at  epoch ms */
export const keepRules = async (transaction: Knex, planId: number, at: number): Promise<void> => {
  await transaction.raw("delete from plan_pasts where until < :earliest", {
    earliest: instant(at - PAST_KEPT_MS),
  });
  // Locked, or of two changes at once one would not see what the other leaves behind.
  await transaction.raw(
    `insert into plan_pasts (plan_id, policy, overrides, until)
     select id, policy,
            coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'planId', o.plan_id, 'siteId', o.site_id,
                        'startsAt', (extract(epoch from o.starts_at) * 1000)::bigint,
                        'endsAt', (extract(epoch from o.ends_at) * 1000)::bigint, 'policy', o.policy) order by o.id)
                        from plan_overrides o where o.plan_id = plans.id), '[]'),
            :at
       from plans where id = :planId for update`,
    { planId, at: instant(at) },
  );
};

type PastRow = { planId: number; policy: unknown; overrides: PlanOverride[]; until: number };

/** What the rules of plans were before, the earliest first. */
export const listPasts = async (database: Knex): Promise<PastRules[]> => {
  const { rows } = await database.raw<{ rows: PastRow[] }>(
    `select plan_id as "planId", policy, overrides, until from plan_pasts order by id`,
  );
  return rows.map((row) => ({ ...row, policy: policySchema.parse(row.policy) }));
};

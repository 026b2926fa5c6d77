import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import { Failure } from "../runtime/failure.ts";
import { keepRules } from "./past-store.ts";
import { type Plan, type PlanOverride, type Policy, policySchema } from "./plan.ts";

/** Any fixed number that is not another lock's. */
const DEFAULT_LOCK = 0x706c616e;

type PlanRow = { id: number; code: string; vi: string; en: string; policy: unknown; isDefault: boolean };

const PLAN = `id, code, name_vi as vi, name_en as en, policy, is_default and archived_at is null as "isDefault"`;

const planOf = (row: PlanRow): Plan => ({
  id: row.id,
  code: row.code,
  name: { vi: row.vi, en: row.en },
  policy: policySchema.parse(row.policy),
  isDefault: row.isDefault,
});

/** The plans in use, the default first. */
export const listPlans = async (database: Knex): Promise<Plan[]> => {
  const { rows } = await database.raw<{ rows: PlanRow[] }>(
    `select ${PLAN} from plans where archived_at is null order by is_default desc, id`,
  );
  return rows.map(planOf);
};

/** Every plan there ever was: somebody may still have one that is no longer given out. */
export const everyPlan = async (database: Knex): Promise<Plan[]> => {
  const { rows } = await database.raw<{ rows: PlanRow[] }>(`select ${PLAN} from plans order by id`);
  return rows.map(planOf);
};

/** One plan; null when there is none of this id. */
export const readPlan = async (database: Knex, id: number): Promise<Plan | null> => {
  const { rows } = await database.raw<{ rows: PlanRow[] }>(`select ${PLAN} from plans where id = :id`, {
    id,
  });
  return rows[0] ? planOf(rows[0]) : null;
};

/** A plan to be added. */
export type NewPlan = Pick<Plan, "code" | "name" | "policy"> & {
  readonly isDefault?: boolean;
  readonly demo?: boolean;
};

/**
 * Adds a plan; the caller announces it (`plan`) after commit.
 *
 * @returns its id
 * @throws Failure `plan_code_taken`
 */
export const addPlan = async (transaction: Knex, plan: NewPlan): Promise<number> => {
  const rows = await transaction("plans")
    .insert({
      code: plan.code,
      name_vi: plan.name.vi,
      name_en: plan.name.en,
      policy: JSON.stringify(policySchema.parse(plan.policy)),
      demo: plan.demo ?? false,
    })
    .onConflict("code")
    .ignore()
    .returning<{ id: number }[]>("id");
  if (!rows[0]) throw new Failure("plan_code_taken", { code: plan.code });
  if (plan.isDefault) await makeDefault(transaction, rows[0].id);
  return rows[0].id;
};

/**
 * Changes a plan's name or rules, and keeps what these were; the caller announces it (`plan`) after commit.
 *
 * @param at  epoch ms
 * @throws Failure `plan_unknown`
 */
export const changePlan = async (
  transaction: Knex,
  id: number,
  change: { readonly name?: Plan["name"] | undefined; readonly policy?: Policy | undefined },
  at: number,
): Promise<void> => {
  const { name } = change;
  const policy = change.policy && policySchema.parse(change.policy);
  if (policy) await keepRules(transaction, id, at);
  const changed = await transaction("plans")
    .where({ id })
    .update({
      ...(name && { name_vi: name.vi, name_en: name.en }),
      ...(policy && { policy: JSON.stringify(policy) }),
      updated_at: transaction.fn.now(),
    });
  if (changed === 0) throw new Failure("plan_unknown", { id });
};

/**
 * Makes this the plan new people get; the caller announces it (`plan`) after commit. All or nothing, also where the
 * caller has no transaction of its own.
 *
 * @throws Failure `plan_unknown`, also for a plan no longer given out
 */
export const makeDefault = (database: Knex, id: number): Promise<void> =>
  database.transaction(async (transaction) => {
    // Two at once would each leave a default the other does not see.
    await transaction.raw(`select pg_advisory_xact_lock(:lock, 0)`, { lock: DEFAULT_LOCK });
    await transaction.raw(`update plans set is_default = false where is_default and id <> :id`, { id });
    const { rowCount } = await transaction.raw<{ rowCount: number }>(
      `update plans set is_default = true where id = :id and archived_at is null`,
      { id },
    );
    if (rowCount === 0) throw new Failure("plan_unknown", { id });
  });

type OverrideRow = Omit<PlanOverride, "policy"> & { policy: unknown };

/** Every change of a plan for a site or a stretch of time. */
export const listOverrides = async (database: Knex): Promise<PlanOverride[]> => {
  const { rows } = await database.raw<{ rows: OverrideRow[] }>(
    `select id, plan_id as "planId", site_id as "siteId", starts_at as "startsAt", ends_at as "endsAt", policy
       from plan_overrides
      order by id`,
  );
  return rows.map((row) => ({ ...row, policy: partOf(row.policy) }));
};

/** The named parts of a policy, and only those: an absent part must not lie over the plan's own. */
const partOf = (policy: unknown): Partial<Policy> =>
  Object.fromEntries(
    Object.entries(policySchema.partial().parse(policy)).filter(([, part]) => part !== undefined),
  );

/**
 * Adds a change of a plan for a site (null: everywhere) or a stretch of time, and keeps what the rules were; the caller
 * announces it (`plan`).
 *
 * @param at  epoch ms
 * @returns its id
 */
export const addOverride = async (
  transaction: Knex,
  override: Omit<PlanOverride, "id">,
  at: number,
): Promise<number> => {
  await keepRules(transaction, override.planId, at);
  const rows = await transaction("plan_overrides")
    .insert({
      plan_id: override.planId,
      site_id: override.siteId,
      starts_at: override.startsAt === null ? null : instant(override.startsAt),
      ends_at: override.endsAt === null ? null : instant(override.endsAt),
      policy: JSON.stringify(partOf(override.policy)),
    })
    .returning<{ id: number }[]>("id");
  return rows[0]!.id; // an insert without a conflict clause returns its row
};

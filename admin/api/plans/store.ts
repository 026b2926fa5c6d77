import type { Knex } from "knex";

/** How many people have a plan, and how many of them are online. */
export type PlanUse = { readonly planId: number; readonly people: number; readonly online: number };

/** The use of every plan that anybody has. */
export const planUse = async (database: Knex): Promise<PlanUse[]> => {
  const { rows } = await database.raw<{ rows: PlanUse[] }>(
    `select s.plan_id as "planId", count(*) as people, count(live.subscriber_id) as online
       from subscribers s
       left join (select distinct subscriber_id from sessions where ended_at is null) live on live.subscriber_id = s.id
      group by s.plan_id`,
  );
  return rows;
};

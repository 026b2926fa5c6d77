import type { Knex } from "knex";
import { FIRST_THING_ACCOUNT } from "#access/device/thing";

/** How many people are online, over how many sessions. */
export type OnlineCount = { readonly people: number; readonly sessions: number };

/** Who is online now, as far as PostgreSQL knows. */
export const onlineCount = async (database: Knex): Promise<OnlineCount> => {
  const { rows } = await database.raw<{ rows: [OnlineCount] }>(
    `select count(distinct subscriber_id) as people, count(*) as sessions
       from sessions
      where ended_at is null and subscriber_id < :firstThing`,
    { firstThing: FIRST_THING_ACCOUNT },
  );
  return rows[0];
};

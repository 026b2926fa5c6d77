import type { Knex } from "knex";

/** How many people are online, over how many sessions. */
export type OnlineCount = { readonly people: number; readonly sessions: number };

/** Who is online now, as far as PostgreSQL knows. */
export const onlineCount = async (database: Knex): Promise<OnlineCount> => {
  const { rows } = await database.raw<{ rows: [OnlineCount] }>(
    `select count(distinct subscriber_id) as people, count(*) as sessions from sessions where ended_at is null`,
  );
  return rows[0];
};

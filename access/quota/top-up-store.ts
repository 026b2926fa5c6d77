import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import type { Gift, TopUp } from "./top-up.ts";

/**
 * Gives a person more for one period; the caller announces it (`subscriber`) after commit.
 *
 * @returns its id
 */
export const giveMore = async (transaction: Knex, gift: Gift): Promise<number> => {
  const rows = await transaction("top_ups")
    .insert({
      subscriber_id: gift.subscriberId,
      kind: gift.of,
      per: gift.per,
      period_starts_at: instant(gift.periodStartsAt),
      amount: gift.amount,
      given_by: gift.givenBy,
      reason: gift.reason,
      created_at: instant(gift.at),
    })
    .returning<{ id: number }[]>("id");
  return rows[0]!.id; // an insert without a conflict clause returns its row
};

/** What a person was given for periods that began at `since` (epoch ms) or later, one entry a gift. */
export const topUpsOf = async (database: Knex, subscriberId: number, since: number): Promise<TopUp[]> => {
  const { rows } = await database.raw<{ rows: TopUp[] }>(
    `select kind as "of", per, period_starts_at as "periodStartsAt", amount
       from top_ups
      where subscriber_id = :subscriberId and period_starts_at >= :since
      order by id`,
    { subscriberId, since: instant(since) },
  );
  return rows;
};

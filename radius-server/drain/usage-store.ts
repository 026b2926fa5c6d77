import { bigints, instants } from "#access/postgres/columns";
import { NO_WRITE, type Statement, type Write, writing } from "#access/postgres/connection";
import type { PeriodTotal } from "#access/quota/totals";
import type { Page } from "./page.ts";
import { lastUsage, type UsageRow } from "./usage-rows.ts";

/** Totals of the same period rise; a later period takes the place of an earlier. */
const risen = (period: "week" | "month"): string =>
  ["up", "down", "seconds"]
    .map((what) => `${period}_${what}`)
    .map(
      (column) => `${column} = case when u.${period}_at = excluded.${period}_at
        then greatest(u.${column}, excluded.${column})
        when u.${period}_at > excluded.${period}_at or excluded.${period}_at is null then u.${column}
        else excluded.${column} end`,
    )
    .concat(`${period}_at = greatest(u.${period}_at, excluded.${period}_at)`)
    .join(", ");

/** Totals only: storing an entry twice, or an older one after a newer, changes nothing. */
const UPSERT: Statement = {
  name: "usage-upsert",
  text: `insert into usage_days as u (subscriber_id, day_at, up, down, seconds, week_at, week_up, week_down, week_seconds,
      month_at, month_up, month_down, month_seconds, once_at, once_up, once_down, once_seconds)
    select unnest($1::bigint[]), unnest($2::timestamptz[]), unnest($3::bigint[]), unnest($4::bigint[]),
      unnest($5::bigint[]), unnest($6::timestamptz[]), unnest($7::bigint[]), unnest($8::bigint[]), unnest($9::bigint[]),
      unnest($10::timestamptz[]), unnest($11::bigint[]), unnest($12::bigint[]), unnest($13::bigint[]),
      unnest($14::timestamptz[]), unnest($15::bigint[]), unnest($16::bigint[]), unnest($17::bigint[])
    on conflict (subscriber_id, day_at, once_at) do update set
      up = greatest(u.up, excluded.up), down = greatest(u.down, excluded.down),
      seconds = greatest(u.seconds, excluded.seconds), ${risen("week")}, ${risen("month")},
      once_up = greatest(u.once_up, excluded.once_up), once_down = greatest(u.once_down, excluded.once_down),
      once_seconds = greatest(u.once_seconds, excluded.once_seconds)`,
};

type Period = (row: UsageRow) => PeriodTotal | undefined;

const columnsOf = (rows: readonly UsageRow[], period: Period): Buffer[] => [
  instants(rows, (row) => {
    const total = period(row);
    return total ? total[1] * 1000 : null;
  }),
  bigints(rows, (row) => period(row)?.[2] ?? null),
  bigints(rows, (row) => period(row)?.[3] ?? null),
  bigints(rows, (row) => period(row)?.[4] ?? null),
];

/** Stores what people used in all that pages say. */
export const storeUsage = (pages: readonly Page[]): Write => {
  const rows = lastUsage(pages);
  if (rows.length === 0) return NO_WRITE;
  return writing(UPSERT, [
    bigints(rows, ({ subscriberId }) => subscriberId),
    ...columnsOf(rows, ({ day }) => day),
    ...columnsOf(rows, ({ week }) => week),
    ...columnsOf(rows, ({ month }) => month),
    ...columnsOf(rows, ({ once }) => once),
  ]);
};

import { addNas } from "#access/nas/store";
import { DEMO_PLANS } from "#access/plan/demo";
import { instant } from "#access/postgres/instant";
import { letterOf } from "#access/quota/live";
import { periodsAt } from "#access/quota/period";
import { allTags, keys, tagOf } from "#access/redis/keys";
import type { World } from "#access/runtime/world";
import { DEFAULT_ZONE } from "#access/site/site";
import { NOBODY, packedPerson } from "#access/subscriber/live";
import { NAS_COUNT, nasIdentifier, SECRET } from "../people.ts";

const DAY_MS = 86_400_000;
const AT_ONCE = 2_000;
const ANCHOR_DAY = 1;

/** Ids of what was seeded. */
export type Seeded = { readonly planId: number; readonly nasIds: readonly number[]; readonly since: number };

/** A site, the visitors' plan, and the NAS. */
export const seedPlaces = async (world: World): Promise<Seeded> => {
  const { database } = world;
  const [visitor] = DEMO_PLANS;
  const { rows } = await database.raw<{ rows: [{ siteId: number; planId: number }] }>(
    `with site as (
       insert into sites (kind, code, name, folded) values ('site', 'bench', 'Bench', 'bench') returning id
     ), plan as (
       insert into plans (code, name_vi, name_en, policy, is_default) values ('bench', 'Bench', 'Bench', :policy, true)
       returning id
     )
     select site.id as "siteId", plan.id as "planId" from site, plan`,
    { policy: JSON.stringify(visitor?.policy) },
  );
  const [{ siteId, planId }] = rows;
  const nasIds: number[] = [];
  for (let nas = 0; nas < NAS_COUNT; nas += 1) {
    const added = await addNas(world, database, {
      siteId,
      name: nasIdentifier(nas),
      kind: "coovachilli",
      addresses: ["127.0.0.1/32"],
      nasIdentifier: nasIdentifier(nas),
      secret: SECRET,
    });
    nasIds.push(added.id);
  }
  return { planId, nasIds, since: world.now() - 30 * DAY_MS };
};

/** People by their ids, first and last. */
export type Span = { readonly from: number; readonly to: number };

/** People with so many past sessions each and what they used, in PostgreSQL. */
export const seedPeople = async (
  world: World,
  seeded: Seeded,
  { from, to, past }: Span & { readonly past: number },
): Promise<void> => {
  const { database } = world;
  const at = instant(world.now());
  const since = instant(seeded.since);
  const [nasId] = seeded.nasIds;
  await database.raw(
    `insert into subscribers (plan_id, plan_since, joined_at, anchor_day)
     select :planId, :since, :since, :anchorDay from generate_series(:from::int, :to::int)`,
    { planId: seeded.planId, since, anchorDay: ANCHOR_DAY, from, to },
  );
  await database.raw(
    `insert into sessions (subscriber_id, id, started_at, nas_id, site_id, plan_id, mac, up, down, seconds,
        last_report_at, ended_at, end_cause)
     select person, lpad(to_hex(person * 8 + day), 16, 'f'), began, :nasId, 1, :planId,
            ('02' || lpad(to_hex(person), 10, '0'))::macaddr, 1000000, 10000000, 900,
            began + interval '15 minutes', began + interval '15 minutes', 'User-Request'
       from generate_series(:from::int, :to::int) person, generate_series(1, :past::int) day,
            lateral (select :at::timestamptz - day * interval '1 day' - interval '1 hour' as began) started`,
    { nasId: nasId ?? 0, planId: seeded.planId, past, from, to, at },
  );
  await database.raw(
    `insert into devices (subscriber_id, mac, first_seen_at, last_seen_at, last_site_id, verified_at)
     select subscriber_id, mac, min(started_at), max(started_at), max(site_id), max(started_at)
       from sessions where subscriber_id between :from and :to group by subscriber_id, mac`,
    { from, to },
  );
  const { day, week, month } = periodsAt(world.now(), { zone: DEFAULT_ZONE, anchorDay: ANCHOR_DAY });
  await database.raw(
    `insert into usage_days (subscriber_id, day_at, up, down, seconds, week_at, week_up, week_down, week_seconds,
        month_at, month_up, month_down, month_seconds, once_at, once_up, once_down, once_seconds)
     select person, :yesterday::timestamptz, 1000000, 10000000, 900, :week::timestamptz, 5000000, 50000000, 4500,
            :month::timestamptz, 5000000, 50000000, 4500, :since::timestamptz, 5000000, 50000000, 4500
       from generate_series(:from::int, :to::int) person`,
    {
      yesterday: instant(day.startsAt - DAY_MS),
      week: instant(week.startsAt),
      month: instant(month.startsAt),
      since,
      from,
      to,
    },
  );
};

/** The same people in Redis, as a refill from PostgreSQL would put them there. */
export const seedRedis = async (world: World, seeded: Seeded, { from, to }: Span): Promise<void> => {
  const { redis } = world;
  const { week, month } = periodsAt(world.now(), { zone: DEFAULT_ZONE, anchorDay: ANCHOR_DAY });
  const spent = [5_000_000, 50_000_000, 4_500] as const;
  const person = packedPerson({
    ...NOBODY,
    planId: seeded.planId,
    planSince: seeded.since,
    anchorDay: ANCHOR_DAY,
    usage: [
      [letterOf("week"), week.startsAt / 1000, ...spent],
      [letterOf("month"), month.startsAt / 1000, ...spent],
      [letterOf("once"), Math.floor(seeded.since / 1000), ...spent],
    ],
  });
  for (let first = from; first <= to; first += AT_ONCE) {
    const batch: Promise<unknown>[] = [];
    for (let id = first; id <= Math.min(to, first + AT_ONCE - 1); id += 1)
      batch.push(redis.set(keys.person(tagOf(id), id), person));
    await Promise.all(batch);
  }
  await Promise.all(allTags.map((tag) => redis.set(keys.ready(tag), "bench")));
};

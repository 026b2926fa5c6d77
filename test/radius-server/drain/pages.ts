import { fieldsOfRecord, type LedgerRecord } from "#access/ledger/entry";
import { AT } from "#access/ledger/record";
import { openConnection } from "#access/postgres/connection";
import type { PeriodTotal } from "#access/quota/totals";
import { keys } from "#access/redis/keys";
import { anotherConnection } from "#access/redis/open";
import type { World } from "#access/runtime/world";
import { packMarks } from "#access/session/kept-marks";
import { openDrain } from "#radius-server/drain/drain";
import { BEGINNING } from "../../setup/stores.ts";

export const MAC = "aa:bb:cc:dd:ee:01";
export const SUBSCRIBER = 1;
export const SESSION = "0000000000000001";

/** The places of a record a test may name. */
type Wishes = { readonly [Name in keyof typeof AT]?: LedgerRecord[(typeof AT)[Name]] };

const PLAIN: LedgerRecord = [
  "interim", SUBSCRIBER, SESSION, 1, 0, 1, MAC, "w-1", "80000001", "10.1.2.3", BEGINNING, 0, 0, 0, BEGINNING, BEGINNING, 0,
  "", "full", [], packMarks([1], BEGINNING, true), -1, -1, -1, -1, "",
]; // biome-ignore format: one line for each few

/** A record of the session of one person; a test names what matters. */
export const recordOf = (wishes: Wishes = {}): LedgerRecord =>
  PLAIN.map((value, place) => {
    const [name] = Object.entries(AT).find(([, at]) => at === place) as [keyof typeof AT, number];
    return wishes[name] ?? value;
  }) as unknown as LedgerRecord;

/** What a period that began then (epoch ms) had come to. */
export const total = (letter: string, startsAt: number, down: number): PeriodTotal => [
  letter,
  startsAt / 1000,
  1,
  down,
  60,
];

/** Writes each page to a stream, in order. */
export const write = async (
  { redis }: World,
  pages: readonly (readonly LedgerRecord[])[],
  stream = 0,
): Promise<void> => {
  for (const page of pages) await redis.xadd(keys.ledger(stream), "*", ...page.flatMap(fieldsOfRecord));
};

/** Does something with a drain of its own, as after a start. */
export const withDrain = async <Result>(
  world: World,
  work: (drain: Awaited<ReturnType<typeof openDrain>>) => Promise<Result>,
): Promise<Result> => {
  const reader = anotherConnection(world.redis);
  const connection = await openConnection(world.settings.DATABASE_URL);
  try {
    return await work(await openDrain(world, reader, connection));
  } finally {
    reader.disconnect();
    await connection.close();
  }
};

/** People 1 to so many, and a site. */
export const settle = async ({ database }: World, people: number): Promise<void> => {
  await database("sites").insert({ kind: "site", code: "s", name: "S", folded: "s" });
  await database("plans").insert({ code: "p", name_vi: "P", name_en: "P", policy: "{}", is_default: true });
  await database.raw(
    `insert into subscribers (plan_id, plan_since, joined_at, anchor_day)
     select (select id from plans), now(), now(), 1 from generate_series(1, ?)`,
    [people],
  );
};

/** Stores all that is written. */
export const drainAll = (world: World): Promise<void> =>
  withDrain(world, async ({ round }) => {
    while ((await round(1)).entries > 0);
  });

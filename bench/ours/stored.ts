import { setTimeout as pause } from "node:timers/promises";
import { allTags, keys } from "#access/redis/keys";
import type { World } from "#access/runtime/world";
import type { Acknowledged } from "../generator/order.ts";

const LOOK_MS = 10;
const PATIENCE_MS = 60_000;

const lastWritten = async ({ redis }: World): Promise<string[]> =>
  Promise.all(
    allTags.map(async (tag) => {
      if ((await redis.exists(keys.ledger(tag))) === 0) return "0-0";
      const stream = (await redis.xinfo("STREAM", keys.ledger(tag))) as unknown[];
      return String(stream[stream.indexOf("last-generated-id") + 1]);
    }),
  );

const positions = async ({ database }: World): Promise<Map<number, string>> => {
  const { rows } = await database.raw<{ rows: { tag: number; position: string }[] }>(
    `select tag, position from ledger_positions`,
  );
  return new Map(rows.map(({ tag, position }) => [tag, position]));
};

const partsOf = (id: string): readonly number[] => id.split("-").map(Number);

/** Whether a position in a stream, `<epoch ms>-<number>`, is at an entry or behind it. */
export const isPast = (position: string, entry: string): boolean => {
  const [at = 0, number = 0] = partsOf(position);
  const [entryAt = 0, entryNumber = 0] = partsOf(entry);
  return at > entryAt || (at === entryAt && number >= entryNumber);
};

/** Waits until the drain has stored what was acknowledged; a minute at most. @returns seconds that took */
export const untilStored = async (world: World): Promise<number> => {
  const begunAt = performance.now();
  const wanted = await lastWritten(world);
  while (performance.now() - begunAt < PATIENCE_MS) {
    const reached = await positions(world);
    if (allTags.every((tag) => isPast(reached.get(tag) ?? "0-0", wanted[tag] ?? "0-0"))) break;
    await pause(LOOK_MS);
  }
  return (performance.now() - begunAt) / 1000;
};

/** Octets of every session but those that were seeded. */
export const totals = async ({ database }: World): Promise<Omit<Acknowledged, "sessions">> => {
  const { rows } = await database.raw<{ rows: [{ up: string; down: string }] }>(
    `select coalesce(sum(up), 0)::text as up, coalesce(sum(down), 0)::text as down from sessions
      where id not like 'ffffffff%'`,
  );
  return { up: Number(rows[0].up), down: Number(rows[0].down) };
};

/** Octets Redis holds. */
export const usedMemory = async ({ redis }: World): Promise<number> =>
  Number(/used_memory:(\d+)/.exec(await redis.info("memory"))?.[1] ?? 0);

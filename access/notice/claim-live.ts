import { keys } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { run, scriptBeside } from "../redis/script.ts";

const CLAIM = scriptBeside(import.meta.url, "./claim.lua");

/** Work that follows from something every process hears of, and that one of them is to do. */
export type Claim = {
  /** of those the work is about */
  readonly tag: number;
  /** what it is about, `plan:3` */
  readonly about: string;
  /** of what it follows from; the same about the same is done once */
  readonly mark: string;
};

/** Who does it: we, another one who is at it, or nobody any more. */
export type Taken = "yours" | "another" | "done";

/**
 * Takes work, keeping others from it until `keptUntil`; who has not finished it by then may have died.
 *
 * @param how        `resume` takes only what was begun and not finished
 * @param at         epoch ms
 * @param keptUntil  epoch ms
 */
export const take = async (
  redis: RedisClient,
  { tag, about, mark }: Claim,
  how: "take" | "resume",
  at: number,
  keptUntil: number,
): Promise<Taken> => (await run(redis, CLAIM, [keys.claim(tag, about)], [how, mark, at, keptUntil])) as Taken;

/** The mark of the work that was taken last about something; `null` when none was for a day. */
export const markOf = (redis: RedisClient, { tag, about }: Omit<Claim, "mark">): Promise<string | null> =>
  redis.hget(keys.claim(tag, about), "mark");

/** Notes that work is done. */
export const finish = async (redis: RedisClient, { tag, about, mark }: Claim, at: number): Promise<unknown> =>
  run(redis, CLAIM, [keys.claim(tag, about)], ["finish", mark, at, ""]);

import { keys } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { run, scriptBeside } from "../redis/script.ts";

const KEEP = scriptBeside(import.meta.url, "./led-counted.lua");

/** As long as a NAS's session id is remembered, seconds. */
const KEPT_SECONDS = 2_592_000;

/** What a NAS counted of one of its sessions; `null` where it does not say. */
type LedCounters = {
  readonly up: number | null;
  readonly down: number | null;
  readonly seconds: number | null;
};

type Report = LedCounters & { readonly kind: "start" | "interim" | "stop"; readonly nasSessionId: string };

/** Keeps what a NAS counted of a device on its way to the portal: it may count on from there once that is online. */
export const keepLedCounted = async (
  redis: RedisClient,
  nasId: number,
  { kind, nasSessionId, up, down, seconds }: Report,
): Promise<void> => {
  const counted = [up ?? -1, down ?? -1, seconds ?? -1];
  const begins = kind === "start" ? 1 : 0;
  await run(redis, KEEP, [keys.ledCounted(nasId, nasSessionId)], [begins, KEPT_SECONDS, ...counted]);
};

/** Less than before is a late report, or counted anew: what of it is the session's cannot be told. */
const less = (counted: number | null, before: number): number | null =>
  counted === null || counted < before ? null : counted - before;

/** A report without what its NAS had counted before the login. */
export const sinceLogin = async <Counted extends Report>(
  redis: RedisClient,
  nasId: number,
  report: Counted,
): Promise<Counted> => {
  const before = await redis.hgetall(keys.ledCounted(nasId, report.nasSessionId));
  const of = (name: keyof LedCounters): number => Number(before[name] ?? 0);
  return {
    ...report,
    up: less(report.up, of("up")),
    down: less(report.down, of("down")),
    seconds: less(report.seconds, of("seconds")),
  };
};

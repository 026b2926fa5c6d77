import { ledgerOf } from "../ledger/live.ts";
import { keys, tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { run, scriptBeside } from "../redis/script.ts";
import type { Wish } from "./packed.ts";
import type { SessionRef } from "./ticket.ts";

const SETTLE = scriptBeside(import.meta.url, "./settle.lua");

/** A change of what is known of a session beside its counters. */
export type Settlement =
  /** `onlySilentSince`, epoch ms: leave it open if it was heard after that, or need not have been; `null` closes at once */
  | { readonly what: "close"; readonly cause: string; readonly onlySilentSince: number | null }
  /** `wish-anew`: also where it is in force or asked for already, since what it means has changed */
  | { readonly what: "wish" | "wish-anew"; readonly wish: Wish; readonly cause: string }
  /** `wishNumber`: of the wish that was carried out; a newer one stays owed */
  | { readonly what: "done"; readonly profile: string; readonly wishNumber: number }
  | { readonly what: "drop" };

const details = (settlement: Settlement): [string, string | number] => {
  switch (settlement.what) {
    case "close":
      return [settlement.cause, settlement.onlySilentSince ?? ""];
    case "wish":
    case "wish-anew":
      return [settlement.wish, settlement.cause];
    case "done":
      return [settlement.profile, settlement.wishNumber];
    case "drop":
      return ["", ""];
  }
};

/** Settles something about a session; `ok` when it changed. */
export const settle = async (
  redis: RedisClient,
  ref: SessionRef,
  settlement: Settlement,
  at: number,
): Promise<"ok" | "unchanged" | "unknown" | "not-ready"> => {
  const tag = tagOf(ref.subscriberId);
  const [reply] = (await run(
    redis,
    SETTLE,
    [
      keys.person(tag, ref.subscriberId),
      keys.session(tag, ref.sessionId),
      keys.online(tag),
      keys.due(tag),
      ledgerOf(redis, tag),
    ],
    [settlement.what, ref.subscriberId, ref.sessionId, at, ...details(settlement)],
  )) as ["ok" | "unchanged" | "unknown" | "not-ready"];
  return reply;
};

import { ledgerOf } from "../ledger/live.ts";
import { tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { runPacked, scriptBeside } from "../redis/script.ts";
import { namesOf } from "./names.ts";
import type { SessionRef } from "./ticket.ts";

const OPEN = scriptBeside(import.meta.url, "./open.lua");

/** A session about to be opened; its id tells the right it opens by, so that the right is used once (`name.ts`). */
export type Opening = SessionRef & {
  readonly loginId: string;
  readonly mac: string;
  readonly at: number;
  /** most devices at once; `null` for any number */
  readonly devices: number | null;
  /** epoch ms until which room is kept for a Start to come */
  readonly keptUntil: number;
  /** tells a repeat of the same Access-Request from another use of the grant */
  readonly requestKey: string;
  readonly nasId: number;
  readonly siteId: number;
  readonly planId: number;
  readonly nasSessionId: string;
  readonly address: string;
  readonly profile: string;
  readonly mayReauthenticate: boolean;
  /** why it is opened (`access/trace/trace.ts`); absent where nobody asks */
  readonly trace?: string;
};

/** What opening came to: `again` is a repeat that gets the session it had, begun when it began (epoch ms). */
export type Opened =
  | { readonly kind: "opened" | "again"; readonly startedAt: number }
  | { readonly kind: "used" | "too_many_devices" | "unknown" | "not-ready" }
  | { readonly kind: "error"; readonly reason: string };

/** The 16 values `open.lua` takes of a session. */
const put = (values: unknown[], opening: Opening): void => {
  values.push(
    opening.subscriberId,
    opening.sessionId,
    opening.mac,
    opening.at,
    opening.devices ?? 0,
    opening.keptUntil,
    opening.requestKey,
    opening.nasId,
    opening.siteId,
    opening.planId,
    opening.loginId,
    opening.nasSessionId,
    opening.address,
    opening.profile,
    opening.mayReauthenticate,
    opening.trace ?? "",
  );
};

const openedIn = (values: readonly unknown[]): Opened[] => {
  const opened: Opened[] = [];
  for (let at = 0; at < values.length; at += 1) {
    const kind = values[at] as Opened["kind"];
    if (kind === "opened" || kind === "again") opened.push({ kind, startedAt: values[++at] as number });
    else if (kind === "error") opened.push({ kind, reason: String(values[++at]) });
    else opened.push({ kind });
  }
  return opened;
};

/** Opens sessions in one call, each on its own, in order. On a cluster all must be of one hash tag. */
export const open = async (redis: RedisClient, openings: readonly Opening[]): Promise<Opened[]> => {
  const [first] = openings;
  if (!first) return [];
  const names = namesOf(openings);
  names.push(ledgerOf(redis, tagOf(first.subscriberId)));
  const values: unknown[] = [];
  for (const opening of openings) put(values, opening);
  return openedIn(await runPacked(redis, OPEN, names, values));
};

/** Opens sessions one by one, for who has none to open together. */
export const openAlone =
  ({ redis }: { readonly redis: RedisClient }) =>
  async (opening: Opening): Promise<Opened> =>
    (await open(redis, [opening]))[0] ?? { kind: "error", reason: "no answer" };

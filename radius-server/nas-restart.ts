import type { Nas } from "#access/nas/nas";
import type { World } from "#access/runtime/world";
import { type OpenSession, openSessions } from "#access/session/find-store";
import { settle } from "#access/session/settle-live";
import { memberOf } from "#access/session/ticket";
import { isUnreadable } from "#access/session/unreadable";
import type { NasReport } from "./report.ts";
import type { Server } from "./server-world.ts";

/** A login of which no report came is over sooner than this, ms: its session has closed for its silence. */
const ONLY_OPENED_MS = 15 * 60_000;

/** What may be open at a NAS, also what PostgreSQL does not have yet; each once. */
const maybeOpenAt = async (
  { world, unstoredAt }: Pick<Server, "world" | "unstoredAt">,
  nas: Nas,
): Promise<OpenSession[]> => {
  // In this order: what leaves the ledger meanwhile is in PostgreSQL by then.
  const unstored = await unstoredAt(nas.id);
  const openedSince = world.now() - ONLY_OPENED_MS;
  const stored = await openSessions(world.database, { nasId: nas.id, openedSince });
  return [...new Map([...unstored, ...stored].map((session) => [memberOf(session), session])).values()];
};

/** Ends one with the restart; one that cannot be read keeps the NAS from no answer. */
const end = async ({ redis, now }: World, session: OpenSession, restartedAt: number): Promise<void> => {
  try {
    await settle(redis, session, { what: "restart", restartedAt }, now());
  } catch (fault) {
    if (!isUnreadable(fault)) throw fault;
  }
};

/** The NAS restarted: what was open there before ended with it; a session that reports again is open again. */
export const endAllAt = async (
  server: Pick<Server, "world" | "unstoredAt">,
  nas: Nas,
  { eventAt }: NasReport,
): Promise<void> => {
  const { world } = server;
  const open = await maybeOpenAt(server, nas);
  const before = open.filter(({ startedAt }) => startedAt < eventAt);
  await Promise.all(before.map((session) => end(world, session, eventAt)));
};

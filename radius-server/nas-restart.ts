import type { Nas } from "#access/nas/nas";
import type { World } from "#access/runtime/world";
import { type OpenSession, openSessions } from "#access/session/find-store";
import { settle } from "#access/session/settle-live";
import { memberOf } from "#access/session/ticket";
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

const endAll = ({ redis, now }: World, sessions: readonly OpenSession[], restartedAt: number) =>
  Promise.all(sessions.map((session) => settle(redis, session, { what: "restart", restartedAt }, now())));

/** The NAS restarted: what was open there before ended with it; a session that reports again is open again. */
export const endAllAt = async (
  server: Pick<Server, "world" | "unstoredAt">,
  nas: Nas,
  { eventAt }: NasReport,
): Promise<void> => {
  const open = await maybeOpenAt(server, nas);
  await endAll(
    server.world,
    open.filter(({ startedAt }) => startedAt < eventAt),
    eventAt,
  );
};

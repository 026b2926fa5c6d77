import type { Connection } from "#access/postgres/connection";
import { knownDevices, storeDevices } from "./device-store.ts";
import { storeEvidence } from "./evidence-store.ts";
import { storeLogins } from "./login-store.ts";
import type { Page } from "./page.ts";
import { storeSeen } from "./seen-store.ts";
import { knownSessions, storeSessions } from "./session-store.ts";
import { storeUsage } from "./usage-store.ts";

/** What a drain knows to be stored; true for as long as nobody else stores. */
export type Known = {
  readonly sessions: ReturnType<typeof knownSessions>;
  readonly devices: ReturnType<typeof knownDevices>;
};

/** Nothing is known yet. */
export const knowingNothing = (): Known => ({ sessions: knownSessions(), devices: knownDevices() });

/** Forgets all that was known to be stored. */
export const forget = ({ sessions, devices }: Known): void => {
  sessions.clear();
  devices.clear();
};

/** Stores pages, in the order they were written, within the caller's transaction. */
export const storePages = async (
  connection: Connection,
  pages: readonly Page[],
  known: Known,
  now: number,
): Promise<void> => {
  await storeSessions(connection, pages, known.sessions);
  await storeUsage(connection, pages);
  await storeEvidence(connection, pages);
  await storeLogins(connection, pages);
  await storeDevices(connection, pages, known.devices);
  await storeSeen(connection, pages, now);
};

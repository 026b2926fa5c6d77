import type { Connection, Write } from "#access/postgres/connection";
import { storeDevices } from "./device-store.ts";
import { storeDoubts, storeEvidence } from "./evidence-store.ts";
import { type KnownDevices, knownDevices } from "./known-devices.ts";
import { storeLogins } from "./login-store.ts";
import type { Page } from "./page.ts";
import { listUnseen, storeSeen, type Unseen } from "./seen-store.ts";
import { knownSessions, storeSessions } from "./session-store.ts";
import { storeUsage } from "./usage-store.ts";

/** What a drain knows to be stored; true for as long as nobody else stores. */
export type Known = {
  readonly sessions: ReturnType<typeof knownSessions>;
  readonly devices: KnownDevices;
};

/** Nothing is known yet. */
export const knowingNothing = (): Known => ({ sessions: knownSessions(), devices: knownDevices() });

/** Forgets all that was known to be stored. */
export const forget = ({ sessions, devices }: Known): void => {
  sessions.clear();
  devices.clear();
};

type Prepared = { readonly records: number; readonly writes: readonly Write[] };

/**
 * Works out all that pages write before any of it is written: thousands of records live for a moment, not for as long as
 * PostgreSQL takes.
 */
const prepare = (read: () => readonly Page[], known: Known, unseen: readonly Unseen[]): Prepared => {
  const pages = read();
  return {
    records: pages.reduce((sum, page) => sum + page.records.length, 0),
    writes: [
      storeSessions(pages, known.sessions, read),
      storeUsage(pages),
      storeEvidence(pages),
      storeDoubts(pages),
      storeLogins(pages),
      storeDevices(pages, known.devices),
      storeSeen(pages, unseen),
    ],
  };
};

/**
 * Stores pages, in the order they were written, within the caller's transaction.
 *
 * @param read  reads them; called again in the rare case that they are wanted once more
 * @returns how many records that was
 */
export const storePages = async (
  connection: Connection,
  read: () => readonly Page[],
  known: Known,
  now: number,
): Promise<number> => {
  const { records, writes } = prepare(read, known, await listUnseen(connection, now));
  for (const write of writes) await write(connection);
  return records;
};

import type { Knex } from "knex";
import { plainAddress } from "../nas/address.ts";
import { localDay } from "../quota/period.ts";
import type { World } from "../runtime/world.ts";
import { DEFAULT_ZONE } from "../site/site.ts";
import { type CountedFault, type Fault, type Mark, type Pending, pendingOf } from "./pending.ts";
import { addFaults, markHeard, readFaults } from "./store.ts";

const FLUSH_MS = 1_000;

type Account = {
  readonly pending: Pending;
  timer: NodeJS.Timeout | undefined;
  failed: boolean;
  flushing: Promise<void>;
};

const accounts = new WeakMap<World, Account>();

const accountOf = (world: World): Account => {
  const known = accounts.get(world);
  if (known) return known;
  const account = { pending: pendingOf(), timer: undefined, failed: false, flushing: Promise.resolve() };
  accounts.set(world, account);
  return account;
};

/** Stores all or nothing; what could not be stored goes back and is tried with the next. */
const store = async (world: World, { pending }: Account): Promise<void> => {
  if (pending.isEmpty()) return;
  const taken = pending.take();
  try {
    await world.database.transaction(async (transaction) => {
      await addFaults(transaction, taken.faults);
      await markHeard(transaction, taken.heard);
    });
  } catch (cause) {
    pending.putBack(taken);
    throw cause;
  }
};

/**
 * Stores what was counted so far; call it before the program ends.
 *
 * @throws what PostgreSQL throws; the counts are kept
 */
export const flushFaults = (world: World): Promise<void> => {
  const account = accountOf(world);
  clearTimeout(account.timer);
  account.timer = undefined;
  const run = account.flushing.then(() => store(world, account));
  account.flushing = run.catch(() => {});
  return run;
};

const onTimer = async (world: World, account: Account): Promise<void> => {
  try {
    await flushFaults(world);
    account.failed = false;
  } catch (cause) {
    if (!account.failed)
      world.log.error({ err: cause }, "faults and states of NAS could not be stored; kept for later");
    account.failed = true;
    soon(world, account);
  }
};

const soon = (world: World, account: Account): void => {
  account.timer ??= setTimeout(() => void onTimer(world, account), FLUSH_MS).unref();
};

/**
 * Counts something that could not be trusted: a packet of an unknown NAS, a wrong secret, a forged redirect.
 *
 * Costs no query: counted in memory and stored every second, by local day of the province.
 */
export const recordFault = (world: World, fault: Fault): void => {
  const account = accountOf(world);
  const at = world.now();
  const source = plainAddress(fault.source);
  account.pending.addFault({ ...fault, source, day: localDay(at, DEFAULT_ZONE), count: 1, lastAt: at });
  soon(world, account);
};

/** Marks that a NAS was heard just now; stored every second, like faults. */
export const heard = (world: World, nasId: number, what: Mark): void => {
  const account = accountOf(world);
  account.pending.addHeard(nasId, what, world.now());
  soon(world, account);
};

/** Faults stored for a day (`YYYY-MM-DD`) and later, the latest first. */
export const faultsSince = (database: Knex, day: string): Promise<CountedFault[]> =>
  readFaults(database, day);

import type { World } from "../runtime/world.ts";
import { type HeardNotice, listen } from "./live.ts";

/** Something read from PostgreSQL and held in memory, read again when a notice says it changed. */
export type Kept<T> = {
  /** the latest that could be read */
  readonly current: () => T;
  /** calls back after each later reading with what was and what is; @returns a function that stops it */
  readonly onReading: (listener: (before: T, after: T) => void) => () => void;
  /** reads it again without a notice; settled when that was tried */
  readonly readAgain: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What is kept, which notices make it old, and how it is read. */
export type Wanted<T> = {
  readonly name: string;
  readonly kinds: readonly HeardNotice["kind"][];
  readonly load: () => Promise<T>;
};

const RETRY_MS = 1_000;

/**
 * Keeps something in memory, current within one query of each notice.
 *
 * A failed reading leaves the old in place, is logged once, and is tried again every second until one succeeds.
 * Notices that arrive during a reading cause one more, however many they are.
 *
 * @throws whatever the first reading throws
 */
export const keep = async <T>(world: World, { name, kinds, load }: Wanted<T>): Promise<Kept<T>> => {
  const listeners = new Set<(before: T, after: T) => void>();
  let value: T;
  let old = false;
  let reading: Promise<void> | undefined;
  let failed = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const readAgain = async (): Promise<void> => {
    try {
      while (old && !closed) {
        old = false;
        const before = value;
        value = await load();
        failed = false;
        for (const listener of listeners) listener(before, value);
      }
    } catch (cause) {
      old = true;
      if (!failed && !closed)
        world.log.error({ err: cause, kept: name }, "could not be read again; the old is used");
      failed = true;
      if (!closed) timer = setTimeout(refresh, RETRY_MS).unref();
    }
  };
  const refresh = (): void => {
    old = true;
    clearTimeout(timer);
    reading ??= readAgain().finally(() => {
      reading = undefined;
    });
  };

  const stop = await listen(world, (notice) => {
    if (notice.kind === "all" || kinds.includes(notice.kind)) refresh();
  });
  try {
    value = await load();
  } catch (cause) {
    closed = true;
    await stop();
    throw cause;
  }
  return {
    current: () => value,
    onReading: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    readAgain: async () => {
      refresh();
      await reading;
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await stop();
      await reading;
    },
  };
};

type Closable = { readonly close: () => Promise<void> };

/** One table a world, opened when first asked for and closed once. */
export type Shared<T> = {
  readonly of: (world: World) => Promise<T>;
  readonly close: (world: World) => Promise<void>;
};

/** Shares what `open` opens among all who ask with the same world; a failed opening is tried anew by the next. */
export const onePerWorld = <T extends Closable>(open: (world: World) => Promise<T>): Shared<T> => {
  const opened = new WeakMap<World, Promise<T>>();
  const openOnce = (world: World): Promise<T> => {
    const opening = open(world);
    opened.set(world, opening);
    opening.catch(() => opened.delete(world));
    return opening;
  };
  return {
    of: (world) => opened.get(world) ?? openOnce(world),
    close: async (world) => {
      const opening = opened.get(world);
      opened.delete(world);
      await opening?.then(
        (table) => table.close(),
        () => {},
      );
    },
  };
};

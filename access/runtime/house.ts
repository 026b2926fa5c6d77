import { flushFaults } from "../attempt/faults.ts";
import { deviceTable } from "../device/table.ts";
import { migrate } from "../migrations/migrate.ts";
import { closeNasTable } from "../nas/table.ts";
import { planTable } from "../plan/table.ts";
import { openDatabase } from "../postgres/open.ts";
import { openRedis } from "../redis/open.ts";
import { loadDemo } from "../site/demo/load.ts";
import { systemClock } from "./clock.ts";
import { Failure } from "./failure.ts";
import { keyringOf } from "./keyring.ts";
import { logger } from "./log.ts";
import { selfCheck } from "./self-check.ts";
import type { Settings } from "./settings.ts";
import type { Program, World } from "./world.ts";

/** Starts one program in a world. */
export type Start = (world: World) => Promise<Program>;

/** What runs in this process. */
export type House = {
  readonly programs: readonly Program[];
  /** stops the programs in reverse order and lets go of the stores; repeating it is harmless */
  readonly stop: () => Promise<void>;
};

/** A world on the stores the settings name. @param name  of whom its log is */
export const worldOf = (settings: Settings, name = "hien"): World => {
  const log = logger(name, settings);
  const redis = openRedis(settings.REDIS_URL);
  redis.on("error", (fault: Error) => log.warn({ reason: fault.message }, "Redis is away"));
  return {
    settings,
    database: openDatabase(settings.DATABASE_URL),
    redis,
    keyring: keyringOf(settings.HIEN_SECRET),
    now: systemClock,
    log,
  };
};

/** Lets go of the stores and of the tables kept of them; whoever opened those last need not know. */
export const leave = async (world: World): Promise<void> => {
  await flushFaults(world).catch(() => {}); // it has said so itself
  await Promise.all([closeNasTable(world), planTable.close(world), deviceTable.close(world)]);
  world.redis.disconnect();
  await world.database.destroy();
};

/** Refuses a world with a fault; tells of what might be better. */
const requireSound = async (world: World): Promise<void> => {
  const { faults, warnings } = await selfCheck(world);
  for (const warning of warnings) world.log.warn(warning);
  if (faults.length > 0) throw new Failure("self_check_failed", { faults: faults.join("\n") });
};

const stopInReverse = async (programs: readonly Program[], world: World): Promise<void> => {
  for (const program of programs.toReversed()) {
    world.log.debug({ program: program.name }, "stopping");
    await program
      .stop()
      .catch((fault: unknown) =>
        world.log.error({ err: fault, program: program.name }, "did not stop cleanly"),
      );
  }
  await leave(world);
};

/**
 * Opens the stores, checks them, brings the database up to date, in a demonstration fills an empty one, and starts
 * programs one after the other.
 *
 * @throws Failure `self_check_failed` with one sentence for each fault; and whatever a program cannot start for, after
 *   those before it were stopped again
 */
export const open = async (settings: Settings, starts: readonly Start[]): Promise<House> => {
  const world = worldOf(settings);
  const programs: Program[] = [];
  try {
    await requireSound(world);
    await migrate(world.database, world.now());
    if (settings.HIEN_MODE === "demo") await loadDemo(world);
    for (const start of starts) programs.push(await start(world));
  } catch (fault) {
    await stopInReverse(programs, world);
    throw fault;
  }
  let stopped: Promise<void> | undefined;
  return {
    programs,
    stop: () => {
      stopped ??= stopInReverse(programs, world);
      return stopped;
    },
  };
};

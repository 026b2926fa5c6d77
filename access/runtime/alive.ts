import { writeFile } from "node:fs/promises";
import type { Program, World } from "./world.ts";

const EVERY_SECONDS = 5;

/** Writes a sign of life if both stores answer; otherwise the file grows old, which says enough. */
const sign = async ({ database, redis, now }: World, file: string): Promise<void> => {
  try {
    await Promise.all([database.raw("select 1"), redis.ping()]);
    await writeFile(file, `${now()}\n`);
  } catch {
    // whoever looks sees the file's age
  }
};

/**
 * A program that renews a file every five seconds while this process turns and both stores answer. A container's
 * health check looks at the file's age, since RADIUS has no page to fetch.
 */
export const aliveIn =
  (file: string) =>
  async (world: World): Promise<Program> => {
    await sign(world, file);
    let signing: Promise<void> | undefined;
    const timer = setInterval(() => {
      signing ??= sign(world, file).then(() => {
        signing = undefined; // a store that hangs gathers no queue here
      });
    }, EVERY_SECONDS * 1000);
    return {
      name: "alive",
      stop: async () => {
        clearInterval(timer);
        await signing;
      },
    };
  };

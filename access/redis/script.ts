import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { RedisClient } from "./open.ts";
import { packValues, unpackValues } from "./pack.ts";

/** A Lua script kept beside the module that runs it. */
export type Script = { readonly source: string; readonly digest: string };

/**
 * Reads a script that lies beside a module.
 *
 * @param beside  `import.meta.url` of the module
 * @param name    file name, `….lua`
 */
export const scriptBeside = (beside: string, name: string): Script => {
  const source = readFileSync(new URL(name, beside), "utf8");
  return { source, digest: createHash("sha1").update(source).digest("hex") };
};

const isUnknown = (fault: unknown): boolean => fault instanceof Error && fault.message.startsWith("NOSCRIPT");

/** Runs a script, loading it only when this Redis does not know it yet. */
export const run = async (
  redis: RedisClient,
  script: Script,
  keys: readonly string[],
  parameters: readonly (string | number | Buffer)[],
): Promise<unknown> => {
  try {
    return await redis.evalsha(script.digest, keys.length, ...keys, ...parameters);
  } catch (fault) {
    if (!isUnknown(fault)) throw fault;
    return redis.eval(script.source, keys.length, ...keys, ...parameters);
  }
};

/**
 * Runs a script that answers with texts no one may decode.
 *
 * @param values  its one argument, packed; none where absent
 */
export const runForBuffers = async (
  redis: RedisClient,
  script: Script,
  keys: readonly string[],
  values?: readonly unknown[],
): Promise<readonly (Buffer | null)[]> => {
  const parameters = values ? [packValues(values)] : [];
  try {
    return (await redis.callBuffer(
      "EVALSHA",
      ...[script.digest, keys.length, ...keys, ...parameters],
    )) as Buffer[];
  } catch (fault) {
    if (!isUnknown(fault)) throw fault;
    return (await redis.callBuffer(
      "EVAL",
      ...[script.source, keys.length, ...keys, ...parameters],
    )) as Buffer[];
  }
};

/** Runs a script that takes values packed one behind another, and answers so in one text. */
export const runPacked = async (
  redis: RedisClient,
  script: Script,
  keys: readonly string[],
  values: readonly unknown[],
): Promise<readonly unknown[]> => {
  const [packed] = await runForBuffers(redis, script, keys, values);
  return unpackValues(packed as Buffer);
};

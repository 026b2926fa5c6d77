import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { RedisClient } from "./open.ts";

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
 * @param packed  its one argument; none where absent
 * @returns its reply, texts as buffers, lists as arrays
 */
export const runForBuffers = async (
  redis: RedisClient,
  script: Script,
  keys: readonly string[],
  packed?: Buffer,
): Promise<unknown> => {
  const parameters = packed ? [packed] : [];
  try {
    return await redis.callBuffer("EVALSHA", ...[script.digest, keys.length, ...keys, ...parameters]);
  } catch (fault) {
    if (!isUnknown(fault)) throw fault;
    return redis.callBuffer("EVAL", ...[script.source, keys.length, ...keys, ...parameters]);
  }
};

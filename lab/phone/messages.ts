import { setTimeout as pause } from "node:timers/promises";
import { keys } from "#access/redis/keys";
import type { World } from "#access/runtime/world";

/** The messages on a pretend phone. */
export type Inbox = {
  /** newest first */
  readonly read: () => Promise<readonly string[]>;
  /** The code of a message newer than those given; null when none came within the patience, seconds. */
  readonly codeAfter: (seen: readonly string[], patience: number) => Promise<string | null>;
};

const GLANCE_MS = 50;

/** The code a message carries, as phones find it: `@host #123456` in its last line. */
export const codeIn = (message: string): string | null => /#(\d{4,8})\s*$/.exec(message)?.[1] ?? null;

/** Opens the inbox of a number, E.164. */
export const inboxOf = ({ redis, keyring }: Pick<World, "redis" | "keyring">, number: string): Inbox => {
  const key = keys.labSms(keyring.blind("lab-sms", number).toString("hex"));
  const read = (): Promise<string[]> => redis.lrange(key, 0, -1);
  return {
    read,
    codeAfter: async (seen, patience) => {
      for (let waited = 0; waited < patience * 1_000; waited += GLANCE_MS) {
        const [newest] = await read();
        if (newest !== undefined && newest !== seen[0]) return codeIn(newest);
        await pause(GLANCE_MS);
      }
      return null;
    },
  };
};

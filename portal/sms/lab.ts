import { keys } from "#access/redis/keys";
import type { World } from "#access/runtime/world";
import { failed, type SmsGateway, TAKEN } from "./gateway.ts";

/** How long a pretend phone keeps a message, seconds. */
const KEPT = 600;

/** Messages a pretend phone keeps. */
const MOST = 10;

/** Puts the message on the lab's pretend phone: a Redis list, newest first. */
export const labGateway = ({ redis, keyring }: Pick<World, "redis" | "keyring">): SmsGateway => ({
  name: "lab",
  send: async ({ to, text }) => {
    const key = keys.labSms(keyring.blind("lab-sms", to).toString("hex"));
    const replies = await redis
      .multi()
      .lpush(key, text)
      .ltrim(key, 0, MOST - 1)
      .expire(key, KEPT)
      .exec()
      .catch(() => null);
    return replies?.every(([fault]) => fault === null) ? TAKEN : failed("temporary", true);
  },
});

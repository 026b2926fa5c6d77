import { GRANT_SECONDS } from "../grant/live.ts";
import { announce } from "../notice/live.ts";
import { keys } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import type { World } from "../runtime/world.ts";
import type { Led } from "./led.ts";

/** How long a NAS may still be told to ask again, seconds: after that it asks by itself. */
const ASKED_SECONDS = 60;

/**
 * Has a NAS ask again about a device it led to the portal, by a RADIUS server; the grant waits where it then asks.
 *
 * @param loginId  of the grant, made for this NAS and this device
 */
export const haveAskedAgain = async ({ redis }: World, led: Led, loginId: string): Promise<void> => {
  await redis.set(keys.ledGrant(led.nasId, led.mac), loginId, "EX", GRANT_SECONDS);
  const asking = keys.askAgain(led.nasId);
  await redis.multi().rpush(asking, JSON.stringify(led)).expire(asking, ASKED_SECONDS).exec();
  await announce(redis, { kind: "led", id: led.nasId });
};

/** The login id of the grant that waits for a device at a NAS; `null` where nobody signed in on it just now. */
export const ledGrant = (redis: RedisClient, nasId: number, mac: string): Promise<string | null> =>
  redis.get(keys.ledGrant(nasId, mac));

/** A device about which a NAS is to ask again; each is handed to one caller. */
export const nextAskedAgain = async (redis: RedisClient, nasId: number): Promise<Led | undefined> => {
  const text = await redis.lpop(keys.askAgain(nasId));
  return text === null ? undefined : (JSON.parse(text) as Led); // only `haveAskedAgain` writes one
};

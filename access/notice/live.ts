import { z } from "zod";
import { NOTICES } from "../redis/keys.ts";
import { anotherConnection, type RedisClient } from "../redis/open.ts";
import { octets } from "../runtime/random.ts";
import type { World } from "../runtime/world.ts";

const noticeSchema = z.strictObject({
  kind: z.enum(["nas", "plan", "subscriber", "site", "terms", "session", "thing", "led", "handed"]),
  id: z.number().int(),
});
const heardSchema = z.union([noticeSchema, z.strictObject({ kind: z.literal("all") })]);
const messageSchema = z.strictObject({ notice: heardSchema, mark: z.string() });

/**
 * A thing of which some program may hold an old copy, `id` being its row's; `all` when notices may have been missed, so
 * that everything must be read again.
 */
export type HeardNotice = z.infer<typeof heardSchema>;

/** Octets of the mark of a notice: no two of a day are alike. */
const MARK = 9;

/** Tells every program that something changed; to be called after the change is committed. */
export const announce = async (redis: RedisClient, notice: HeardNotice): Promise<void> => {
  await redis.publish(NOTICES, JSON.stringify({ notice, mark: octets(MARK).toString("base64url") }));
};

/** What a message holds; undefined for anything malformed, which is ignored. */
const read = (message: string): z.infer<typeof messageSchema> | undefined => {
  try {
    return messageSchema.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
};

/**
 * Listens to notices on a connection of its own, from the moment the promise settles.
 *
 * Redis forgets what nobody was there to hear: after a reconnection the listener is told `{ kind: "all" }`, once the
 * channel is subscribed again, so that nothing falls between.
 *
 * @param onNotice  is also told the mark of the notice, the same for all who hear it; empty where notices were missed
 * @returns a function that stops listening and lets go of the connection
 */
export const listen = async (
  world: World,
  onNotice: (notice: HeardNotice, mark: string) => void,
): Promise<() => Promise<void>> => {
  const subscriber = anotherConnection(world.redis, { autoResubscribe: false });
  let listening = false;
  let stopped = false;
  const subscribe = async (): Promise<void> => {
    await subscriber.subscribe(NOTICES);
    if (listening && !stopped) onNotice({ kind: "all" }, "");
    listening = true;
  };
  // A lost connection is made again; who else uses Redis reports it.
  subscriber.on("error", () => {});
  subscriber.on("message", (_channel: string, message: string) => {
    const heard = read(message);
    if (heard && !stopped) onNotice(heard.notice, heard.mark);
  });
  await subscribe();
  subscriber.on("ready", () => void subscribe().catch(() => {})); // fails only by another loss, and so another "ready"
  // A cluster's client moves its subscription by itself when nodes change; what was said meanwhile is lost as well.
  for (const change of ["+node", "-node"])
    subscriber.on(change, () => !stopped && onNotice({ kind: "all" }, ""));
  return async () => {
    stopped = true;
    subscriber.disconnect();
  };
};

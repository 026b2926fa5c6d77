import { keys, TAGS } from "#access/redis/keys";
import { untilReplicated } from "#access/redis/replicas";
import { below } from "#access/runtime/random";
import type { World } from "#access/runtime/world";
import { CODE, type Service } from "./protocol/codes.ts";
import type { Packet } from "./protocol/packet.ts";
import type { Secret } from "./protocol/secret.ts";
import { reply } from "./protocol/write.ts";
import type { Server } from "./server-world.ts";

/**
 * Whether Redis keeps what it is given: a write of nothing, which is refused as any other is where memory is full, the
 * disk fails, or a replica answers; of a cluster each time another part may be asked.
 *
 * @throws what Redis throws
 */
const untilKept = async ({ redis, settings }: World, service: Service): Promise<void> => {
  const key = keys.ready(below(TAGS));
  await redis.setrange(key, 0, "");
  if (service === "accounting" && settings.REDIS_REPLICAS > 0)
    await untilReplicated(redis, key, settings.REDIS_REPLICAS);
};

/**
 * Answers Status-Server truthfully (RFC 5997 section 4.2): silent when a login could not be decided, or a report not
 * kept, so that the NAS turns to another server.
 */
export const answerStatus = async (
  { world }: Server,
  packet: Packet,
  secret: Secret,
  service: Service,
): Promise<Uint8Array | undefined> => {
  await untilKept(world, service);
  if (service === "authentication") await world.database.raw("select 1");
  return reply(
    packet,
    service === "authentication" ? CODE["Access-Accept"] : CODE["Accounting-Response"],
    [],
    secret,
  );
};

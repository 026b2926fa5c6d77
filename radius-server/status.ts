import { CODE, type Service } from "./protocol/codes.ts";
import type { Packet } from "./protocol/packet.ts";
import type { Secret } from "./protocol/secret.ts";
import { reply } from "./protocol/write.ts";
import type { Server } from "./server-world.ts";

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
  await world.redis.ping();
  if (service === "authentication") await world.database.raw("select 1");
  return reply(
    packet,
    service === "authentication" ? CODE["Access-Accept"] : CODE["Accounting-Response"],
    [],
    secret,
  );
};

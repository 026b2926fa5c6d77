import { refByNas } from "#access/session/find";
import { readSession } from "#access/session/live";
import type { LiveSession } from "#access/session/packed";
import { ATTRIBUTE } from "../protocol/attributes.ts";
import type { Server } from "../server-world.ts";
import type { DeviceLogin } from "./device-login.ts";

/** The device's session that the NAS asks about anew, by its Acct-Session-Id. */
export const runningSession = async (
  { world }: Pick<Server, "world">,
  { packet, nas, mac }: DeviceLogin,
  subscriberId: number,
): Promise<LiveSession | undefined> => {
  const nasSessionId = packet.text(ATTRIBUTE["Acct-Session-Id"]);
  const ref = nasSessionId ? await refByNas(world.redis, nas.id, nasSessionId, "") : undefined;
  if (ref?.subscriberId !== subscriberId) return undefined;
  const session = await readSession(world.redis, ref);
  return session?.endedAt === null && session.mac === mac ? session : undefined;
};

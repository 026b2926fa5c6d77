import type { Nas } from "#access/nas/nas";
import type { World } from "#access/runtime/world";
import { refByNas } from "#access/session/find";
import { openSessionAt } from "#access/session/find-store";
import { readSession } from "#access/session/live";
import type { LiveSession } from "#access/session/packed";
import { refill } from "#access/session/refill";
import type { Client } from "./letter.ts";

/** The session of a device at a gateway, open or not; where Redis was emptied, as PostgreSQL has it. */
export const sessionOf = async (
  world: World,
  nas: Nas,
  { mac, right }: Client,
): Promise<LiveSession | undefined> => {
  if (right === null) return undefined;
  const ref =
    (await refByNas(world.redis, nas.id, "", right.loginId)) ??
    (await openSessionAt(world.database, nas.id, mac));
  if (!ref) return undefined;
  const known = await readSession(world.redis, ref);
  if (!known) await refill(world, [ref.subscriberId]);
  const session = known ?? (await readSession(world.redis, ref));
  if (session?.nasId !== nas.id || session.mac !== mac) return undefined;
  // What is told of an earlier right of the device is not of the session it has now.
  return session.loginId === right.loginId ? session : undefined;
};

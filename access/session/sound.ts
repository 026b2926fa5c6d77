import type { World } from "../runtime/world.ts";
import { type LivePerson, readPerson } from "../subscriber/live.ts";
import { NO_SESSION } from "./filling.ts";
import { readSession } from "./live.ts";
import type { LiveSession } from "./packed.ts";
import { putRight } from "./put-right.ts";
import type { SessionRef } from "./ticket.ts";
import { isPersonUnreadable, isUnreadable } from "./unreadable.ts";

const readSound = async <Found>(
  read: () => Promise<Found>,
  isSpoilt: (fault: unknown) => boolean,
  mend: () => Promise<void>,
): Promise<Found> => {
  try {
    return await read();
  } catch (fault) {
    if (!isSpoilt(fault)) throw fault;
    await mend();
    return read();
  }
};

/** A session as Redis has it, put right first where it cannot be read; `undefined` where Redis has none. */
export const soundSession = (world: World, ref: SessionRef): Promise<LiveSession | undefined> =>
  readSound(
    () => readSession(world.redis, ref),
    isUnreadable,
    () => putRight(world, ref),
  );

/** A person as Redis has them, put right first where they cannot be read; `undefined` where Redis has nobody. */
export const soundPerson = (world: World, subscriberId: number): Promise<LivePerson | undefined> =>
  readSound(
    () => readPerson(world.redis, subscriberId),
    isPersonUnreadable,
    () => putRight(world, { subscriberId, sessionId: NO_SESSION }),
  );

import { recordFault } from "../attempt/faults.ts";
import type { World } from "../runtime/world.ts";
import { lastAcknowledged, recordIgnored } from "./ignored-store.ts";
import { SLOW_IGNORED } from "./order.ts";
import { ignoresSlow, type Pace, pacedBy, type Reading, toldAt } from "./pace.ts";
import type { SessionRef } from "./ticket.ts";
import { wishSession } from "./wish.ts";

/** As many slowed sessions as one server has at once, and more. */
const MOST = 16_384;

/** What this process heard of slowed sessions, by their ids; who heard nothing yet begins with the next report. */
const heard = new WeakMap<World, Map<string, Pace>>();

const pacesOf = (world: World): Map<string, Pace> => {
  const known = heard.get(world) ?? new Map<string, Pace>();
  heard.set(world, known);
  return known;
};

/** Keeps a pace; where there are too many, the one that was heard of longest ago is forgotten. */
const keep = (paces: Map<string, Pace>, sessionId: string, pace: Pace): void => {
  paces.delete(sessionId);
  paces.set(sessionId, pace);
  const [oldest] = paces.keys();
  if (paces.size > MOST && oldest !== undefined) paces.delete(oldest);
};

/** Forgets the pace of a session that is not slow, or is to be otherwise. */
export const forgetPace = (world: World, sessionId: string): void => {
  heard.get(world)?.delete(sessionId);
};

/**
 * Heeds what is reported of a session that is slow and is to be: one that plainly goes on fast, though its NAS was told
 * before, is to be ended instead. Only where all of it passed since, a change counts as not obeyed.
 *
 * @param kbps  the slow speed, down and up together
 */
export const heedPace = async (
  world: World,
  nasId: number,
  ref: SessionRef,
  reading: Reading,
  kbps: number,
): Promise<void> => {
  const { sessionId } = ref;
  const paces = pacesOf(world);
  const pace = pacedBy(paces.get(sessionId), reading, kbps);
  if (!ignoresSlow(pace)) return keep(paces, sessionId, pace);
  const change = await lastAcknowledged(world.database, ref);
  const told = change ? toldAt(pace, change.at) : pace;
  if (!ignoresSlow(told)) return keep(paces, sessionId, told);
  if (change) await recordIgnored(world.database, change.id, world.now());
  recordFault(world, { nasId, source: "", reason: "slow-ignored" });
  await wishSession(world, ref, "end", SLOW_IGNORED);
  paces.delete(sessionId);
};

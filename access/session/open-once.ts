import { tagOf } from "../redis/keys.ts";
import type { World } from "../runtime/world.ts";
import { type Opened, type Opening, open } from "./live.ts";
import { makeReady } from "./refill.ts";
import type { Ticket } from "./ticket.ts";

/** Why an opening came to nothing. */
export type NotOpened = "grant_used" | "grant_unknown" | "too_many_devices";

const REJECTED: Readonly<Record<"used" | "gone" | "too_many_devices", NotOpened>> = {
  used: "grant_used",
  gone: "grant_unknown",
  too_many_devices: "too_many_devices",
};

/**
 * Opens a session, filling an empty Redis from PostgreSQL first.
 *
 * @returns its id and when it began, or why there is none
 */
export const openOnce = async (
  world: World,
  opening: Opening,
): Promise<Pick<Ticket, "sessionId" | "startedAt"> | NotOpened> => {
  let opened: Opened = await open(world.redis, opening);
  if (opened.kind === "not-ready") {
    await makeReady(world, tagOf(opening.subscriberId));
    opened = await open(world.redis, opening);
  }
  if (opened.kind === "not-ready") throw new Error("Redis was emptied twice within one login");
  return opened.kind === "opened" || opened.kind === "again" ? opened : REJECTED[opened.kind];
};

import { tagOf } from "../redis/keys.ts";
import type { World } from "../runtime/world.ts";
import type { Opened, Opening } from "./opening.ts";
import { makeReady, refill } from "./refill.ts";
import type { Ticket } from "./ticket.ts";

/** Why an opening came to nothing. */
export type NotOpened = "grant_used" | "too_many_devices";

const REJECTED: Readonly<Record<"used" | "too_many_devices", NotOpened>> = {
  used: "grant_used",
  too_many_devices: "too_many_devices",
};

const fill = async (world: World, { subscriberId }: Opening): Promise<void> => {
  await makeReady(world, tagOf(subscriberId));
  await refill(world, [subscriberId]);
};

/**
 * Opens a session, filling an empty Redis from PostgreSQL first.
 *
 * @param open  opens one session, alone or together with others
 * @returns its id and when it began, or why there is none
 */
export const openOnce = async (
  world: World,
  open: (opening: Opening) => Promise<Opened>,
  opening: Opening,
): Promise<Pick<Ticket, "sessionId" | "startedAt"> | NotOpened> => {
  let opened = await open(opening);
  if (opened.kind === "not-ready" || opened.kind === "unknown") {
    await fill(world, opening);
    opened = await open(opening);
  }
  switch (opened.kind) {
    case "opened":
    case "again":
      return { sessionId: opening.sessionId, startedAt: opened.startedAt };
    case "used":
    case "too_many_devices":
      return REJECTED[opened.kind];
    case "error":
      throw new Error(opened.reason);
    default:
      throw new Error("Redis was emptied twice within one login");
  }
};

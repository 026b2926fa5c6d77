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

/** A session that is open: its id and when it began (epoch ms). */
export type Begun = Pick<Ticket, "sessionId" | "startedAt">;

const outcomeOf = ({ sessionId }: Opening, opened: Opened): Begun | NotOpened => {
  switch (opened.kind) {
    case "opened":
    case "again":
      return { sessionId, startedAt: opened.startedAt };
    case "used":
    case "too_many_devices":
      return REJECTED[opened.kind];
    case "error":
      throw new Error(opened.reason);
    default:
      throw new Error("Redis was emptied twice within one login");
  }
};

const fillAndOpen = async (
  world: World,
  open: (opening: Opening) => Promise<Opened>,
  opening: Opening,
): Promise<Begun | NotOpened> => {
  await makeReady(world, tagOf(opening.subscriberId));
  await refill(world, [opening.subscriberId]);
  return outcomeOf(opening, await open(opening));
};

const isMissing = ({ kind }: Opened): boolean => kind === "not-ready" || kind === "unknown";

/**
 * Opens a session, filling an empty Redis from PostgreSQL first.
 *
 * @param open  opens one session, alone or together with others
 * @returns its id and when it began, or why there is none
 */
export const openOnce = (
  world: World,
  open: (opening: Opening) => Promise<Opened>,
  opening: Opening,
): Promise<Begun | NotOpened> =>
  open(opening).then((opened) =>
    isMissing(opened) ? fillAndOpen(world, open, opening) : outcomeOf(opening, opened),
  );

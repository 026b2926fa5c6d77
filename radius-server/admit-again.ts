import { type Grant, putGrant, REPEATABLE_SECONDS } from "#access/grant/live";
import { readSession } from "#access/session/live";
import { sessionOfGrant } from "#access/session/name";
import { isOrdered } from "#access/session/order";
import type { LiveSession } from "#access/session/packed";
import { admit, type Login } from "./admit.ts";
import type { Server } from "./server-world.ts";

type Outcome = Awaited<ReturnType<typeof admit>> | "other_device";

/** An end that follows from the rules is judged by what they say now, like everything else. */
const misfit = (
  session: LiveSession,
  mac: string,
): "grant_used" | "disconnected" | "other_device" | undefined => {
  if (session.endedAt !== null) return "grant_used";
  if (isOrdered(session)) return "disconnected";
  return session.mac !== "" && mac !== "" && session.mac !== mac ? "other_device" : undefined;
};

/**
 * Lets a person online at a NAS that may authenticate again: the grant is taken from the same device as long as the
 * session it opened is open, by what that session has used, and kept for the next time.
 */
export const admitAgain = async (server: Server, login: Login, grant: Grant): Promise<Outcome> => {
  const { redis } = server.world;
  const { subscriberId, loginId } = grant;
  const session = await readSession(redis, { subscriberId, sessionId: sessionOfGrant(loginId) });
  const refused = session && misfit(session, login.mac);
  if (refused) return refused;
  const answer = await admit(server, { ...login, mac: login.mac || (session?.mac ?? "") }, session);
  if (typeof answer !== "string") await putGrant(redis, grant, REPEATABLE_SECONDS);
  return answer;
};

import { decide } from "#access/admission/admission";
import { factsAt, personOf } from "#access/admission/gather";
import type { SessionLimits } from "#access/admission/limits";
import { type Judged, stepOf } from "#access/admission/step";
import { isTakenFrom } from "#access/admission/taken";
import type { Nas } from "#access/nas/nas";
import { planTable } from "#access/plan/table";
import { standingAt } from "#access/quota/read-standing";
import type { World } from "#access/runtime/world";
import { heedPace } from "#access/session/heed-pace";
import { readSession } from "#access/session/live";
import { isOrdered } from "#access/session/order";
import type { LiveSession } from "#access/session/packed";
import { wishSession } from "#access/session/wish";
import { withdraw } from "#access/session/withdraw";
import { count } from "./count.ts";
import type { Client, Letter } from "./letter.ts";
import { sessionOf } from "./session-of.ts";

/** Why openNDS ended a session, in the words of Acct-Terminate-Cause (RFC 2866 section 5.10). */
const CAUSES: Readonly<Record<string, string>> = {
  client: "User-Request",
  idle: "Idle-Timeout",
  timeout: "Session-Timeout",
  downquota: "Session-Timeout",
  upquota: "Session-Timeout",
  ndsctl: "Admin-Reset",
  shutdown: "NAS-Reboot",
};

/** Counts the last of a session and closes it. */
export const heedEnd = async (
  world: World,
  nas: Nas,
  { how, client }: Extract<Letter, { kind: "end" }>,
): Promise<void> => {
  const session = await sessionOf(world, nas, client);
  if (session) await count(world, nas, session, client, CAUSES[how] ?? "Unknown");
};

/** A list comes every few seconds; it counts as a report once as often as other gateways report. */
const isDue = (world: World, nas: Nas, { seconds, heardAt }: LiveSession): boolean =>
  seconds === 0 || world.now() - heardAt >= nas.interimSeconds * 1000;

const judgedAt = async (world: World, nas: Nas, session: LiveSession): Promise<Judged> => {
  const at = world.now();
  const standing = await standingAt(world, session.subscriberId, nas, at, session);
  return {
    admission: decide(factsAt(nas, personOf(standing), 0), at),
    planId: standing.plan.id,
    isTaken: isTakenFrom(await planTable.of(world), standing, session, nas, at),
  };
};

/** Heeds how fast a slowed session goes. */
const heedSlow = async (
  world: World,
  { id }: Nas,
  session: LiveSession,
  { profile, downKbps, upKbps }: SessionLimits,
): Promise<void> => {
  if (profile !== "slow" || downKbps === null || upKbps === null) return;
  const { up, down, heardAt: at } = session;
  await heedPace(world, id, session, { octets: up + down, at }, downKbps + upKbps);
};

/** Ends a session that may not go on as it is: openNDS changes nothing in a running one, so the person signs in again. */
const reconsider = async (world: World, nas: Nas, session: LiveSession): Promise<void> => {
  const { admission } = await judgedAt(world, nas, session);
  if (admission.kind === "refused") await wishSession(world, session, "end", admission.code);
  else if (admission.limits.profile !== session.profile) await wishSession(world, session, "end", "quota");
  else await heedSlow(world, nas, session, admission.limits);
};

/** Whether what is wished of a session still holds; it is taken back where the person may stay after all. */
const hasToLeave = async (world: World, nas: Nas, session: LiveSession): Promise<boolean> => {
  if (session.wish === null) return false;
  if (isOrdered(session)) return true;
  const judged = await judgedAt(world, nas, session);
  if (stepOf(nas, session, judged, session.wishCause) !== "nothing") return true;
  await withdraw(world, session);
  return false;
};

const mayStay = async (world: World, nas: Nas, client: Client): Promise<boolean> => {
  const session = await sessionOf(world, nas, client);
  if (!session || session.endedAt !== null || (await hasToLeave(world, nas, session))) return false;
  if (!isDue(world, nas, session)) return true;
  await count(world, nas, session, client, "");
  const now = await readSession(world.redis, session);
  if (now) await reconsider(world, nas, now);
  return now !== undefined && (await readSession(world.redis, session))?.wish === null;
};

/**
 * Hears who is online at a gateway and what they used.
 *
 * @returns a line for each device that has to leave: nobody knows it, its session is over, or somebody wished its end
 */
export const heedList = async (
  world: World,
  nas: Nas,
  { clients }: Extract<Letter, { kind: "list" }>,
): Promise<string> => {
  const stays = await Promise.all(clients.map((client) => mayStay(world, nas, client)));
  return clients
    .filter((_, index) => !stays[index])
    .map(({ mac }) => `deauth ${mac}`)
    .join("\n");
};

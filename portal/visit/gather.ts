import type { Nas } from "#access/nas/nas";
import { standingOf } from "#access/quota/read-standing";
import type { World } from "#access/runtime/world";
import { openSession } from "#access/session/find";
import { currentTerms, hasAccepted } from "#access/terms/store";
import type { Terms } from "#access/terms/terms";
import { pendingCode } from "../code/live.ts";
import { refusalOf } from "./refusal.ts";
import type { Facts } from "./view.ts";
import type { Visit } from "./visit.ts";

type Session = Awaited<ReturnType<typeof openSession>>;

/**
 * The session that makes a visit "online": the one its login id opened, or, where the gateway says that the device is
 * online, the device's.
 */
export const sessionOf = async (world: World, visit: Visit, nas: Nas): Promise<Session> => {
  const { context, loginId } = visit;
  const saysOnline = context.phase === "success" || context.phase === "already";
  if (!saysOnline && loginId === null) return undefined;
  return openSession(world, {
    nasId: nas.id,
    loginId: loginId ?? undefined,
    mac: saysOnline ? (context.mac ?? undefined) : undefined,
    nasSessionId: saysOnline ? (context.nasSessionId ?? undefined) : undefined,
  });
};

/** Whether this window may be told how the person of a session stands: it proved the number, or its gateway vouches. */
export const mayKnow = (visit: Visit, subscriberId: number): boolean =>
  !visit.byDeviceAlone && (visit.subscriberId === subscriberId || visit.context.signed);

/** The terms a person has still to agree to; null when there are none. */
export const termsOwed = async (world: World, subscriberId: number): Promise<Terms | null> => {
  const terms = await currentTerms(world.database);
  return terms === null || (await hasAccepted(world.database, subscriberId, terms.id)) ? null : terms;
};

/** What the choice of a visit's page rests on, read in one go. */
export const gather = async (world: World, visit: Visit, nas: Nas): Promise<Facts> => {
  const session = await sessionOf(world, visit, nas);
  const isProven = visit.subscriberId !== null;
  return {
    isOnline: session !== undefined,
    standing:
      session && mayKnow(visit, session.subscriberId)
        ? await standingOf(world, session.subscriberId, nas)
        : null,
    isProven,
    isConnecting: Number(visit.notice?.fields["connectingUntil"] ?? 0) > world.now(),
    refusal: isProven && !session ? await refusalOf(world, visit, nas) : null,
    terms: visit.subscriberId === null || session ? null : await termsOwed(world, visit.subscriberId),
    pending: isProven || visit.phone === null ? null : await pendingCode(world, visit.sitting),
  };
};

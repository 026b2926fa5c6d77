import type { Nas } from "#access/nas/nas";
import type { World } from "#access/runtime/world";
import { personSentence } from "#access/trace/sentence";
import { listTraces } from "#access/trace/store";
import type { Said } from "#access/trace/words";
import type { NoticeCode } from "../phrases/keys.ts";
import type { Visit } from "./visit.ts";

/** What a page says once a login was tried, and nothing better is known. */
const AFTER_LOGIN: readonly NoticeCode[] = ["gateway_refused", "not_yet_online"];

/** How many of a device's latest decisions are looked through for the one of this visit. */
const LOOKED_AT = 10;
/** The clock of the program that decided may be so far ahead of this one's, ms. */
const AHEAD_MS = 60_000;

/**
 * Why RADIUS refused the login this visit gave to its gateway, in a sentence for the person; null when it did not, or
 * when that is not stored yet.
 *
 * Only this login's own trace counts, at this NAS and of this device: why another was refused is not told.
 */
export const refusalOf = async (world: World, visit: Visit, nas: Nas): Promise<Said | null> => {
  const login = visit.loginId ?? visit.refusedLogin;
  const { mac } = visit.context;
  if (login === null || mac === null || !visit.notice || !AFTER_LOGIN.includes(visit.notice.code))
    return null;
  const before = world.now() + AHEAD_MS;
  const traces = await listTraces(world.database, { by: { mac }, before, limit: LOOKED_AT });
  const last = traces.find(({ nasId, loginId }) => nasId === nas.id && loginId === login);
  return last && last.outcome !== "ok" ? personSentence(last.outcome) : null;
};

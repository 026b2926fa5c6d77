import { decide, type Facts, type RefusalCode } from "#access/admission/admission";
import { type Gathered, gather, gatherOf } from "#access/admission/gather";
import type { SessionLimits } from "#access/admission/limits";
import type { Nas } from "#access/nas/nas";
import { addressesText } from "#access/session/addresses";
import { rememberNasSession } from "#access/session/find";
import { letGoOn } from "#access/session/let-go-on";
import { sessionOfGrant, sessionOfRequest } from "#access/session/name";
import { type Begun, type NotOpened, openOnce } from "#access/session/open-once";
import type { Opening } from "#access/session/opening";
import type { LiveSession } from "#access/session/packed";
import { memberOf, type Ticket } from "#access/session/ticket";
import type { LivePerson } from "#access/subscriber/live";
import { leads } from "#access/vendors/leads";
import { VENDORS } from "#access/vendors/vendors";
import { whyAccepted } from "./explain/why.ts";
import { framedAddresses } from "./framed.ts";
import { limitAttributes } from "./limit-attributes.ts";
import { ATTRIBUTE } from "./protocol/attributes.ts";
import { CODE } from "./protocol/codes.ts";
import type { Packet } from "./protocol/packet.ts";
import { type Attribute, octets } from "./protocol/write.ts";
import { wishOf } from "./reconsider.ts";
import type { Server } from "./server-world.ts";
import { until } from "./until.ts";

/** A reply in the making. */
export type Answer = { readonly code: number; readonly attributes: readonly Attribute[] };

/** An Access-Request of somebody whose right to ask is proved. */
export type Login = {
  readonly packet: Packet;
  readonly nas: Nas;
  readonly subscriberId: number;
  readonly loginId: string;
  /** `aa:bb:cc:dd:ee:01`; empty when nobody said */
  readonly mac: string;
  /** what is used up by it: the grant of this login id, or nothing, where the device itself is the right */
  readonly by: "grant" | "device";
  /** whether the NAS knows it by the device's address, though a grant is used up; absent for no */
  readonly isLed?: boolean;
  /** epoch ms at which the right ends, and with it the session; `null` where it is for this once */
  readonly endsAt: number | null;
  readonly at: number;
  /** the person, where they were read already */
  readonly person?: LivePerson | undefined;
  /** is told the facts the policy decides on, so that a refusal can be explained */
  readonly onFacts?: (facts: Facts) => void;
};

/** How long room is kept for a session whose Start has not come, ms. */
const KEPT_MS = 90_000;

const sessionIdOf = (by: Login["by"], loginId: string, mac: string, key: string): string =>
  by === "grant" ? sessionOfGrant(loginId) : sessionOfRequest(mac, key);

/** What a session opens with, whoever it is for. */
export const openingOf = (
  { packet, nas, subscriberId, loginId, mac, by, at }: Login,
  of: Required<Pick<Opening, "planId" | "profile" | "devices" | "trace">> & Pick<Opening, "person">,
): Opening => {
  const { key } = packet;
  return {
    planId: of.planId,
    profile: of.profile,
    devices: of.devices,
    trace: of.trace,
    person: of.person,
    subscriberId,
    sessionId: sessionIdOf(by, loginId, mac, key),
    loginId,
    mac,
    at,
    keptUntil: at + KEPT_MS,
    requestKey: key,
    nasId: nas.id,
    siteId: nas.siteId,
    nasSessionId: packet.text(ATTRIBUTE["Acct-Session-Id"]) ?? "",
    address: addressesText(framedAddresses(packet)),
    mayReauthenticate: by === "grant" && nas.mayReauthenticate,
  };
};

/** An Access-Accept for a session: its Class, which every report brings back, and what it is allowed. */
export const accepted = (
  { tickets }: Pick<Server, "tickets">,
  ticket: Ticket,
  allowed: readonly Attribute[],
): Answer => ({
  code: CODE["Access-Accept"],
  attributes: [octets(ATTRIBUTE["Class"], tickets.write(ticket)), ...allowed],
});

/** Remembers which session a NAS means by its Acct-Session-Id, where the User-Name of its reports will not tell. */
export const rememberSession = async (
  { world }: Pick<Server, "world">,
  { packet, nas }: Pick<Login, "packet" | "nas">,
  ticket: Ticket,
): Promise<void> => {
  const nasSessionId = packet.text(ATTRIBUTE["Acct-Session-Id"]);
  if (nasSessionId) await rememberNasSession(world.redis, nas.id, nasSessionId, memberOf(ticket));
};

/** `disconnected`: the session it asks about is to end, by whose order it may be. */
type Outcome = Answer | RefusalCode | NotOpened | "disconnected";

const answerFor = (
  server: Server,
  login: Login,
  limits: SessionLimits,
  anchorDay: number,
  { sessionId, startedAt }: Begun,
): Answer | Promise<Answer> => {
  const { subscriberId, nas } = login;
  const byAddress = login.by === "device" || login.isLed;
  // Also of a phone that is remembered by now: its session may be one that began on the way to the portal.
  const isLed = byAddress ? leads(VENDORS[nas.kind]) : undefined;
  const ticket = { subscriberId, sessionId, startedAt, anchorDay, isLed };
  const answer = accepted(server, ticket, limitAttributes(nas, limits));
  return byAddress ? rememberSession(server, login, ticket).then(() => answer) : answer;
};

const admitBy = (
  server: Server,
  login: Login,
  { facts, standing }: Gathered,
  running: LiveSession | null,
): Outcome | Promise<Outcome> => {
  login.onFacts?.(facts);
  const admission = decide(facts, login.at);
  if (admission.kind === "refused") return admission.code;
  const { plan, person } = standing;
  const limits = until(admission.limits, login.endsAt, login.at);
  const answered = (session: Begun) => answerFor(server, login, limits, person.anchorDay, session);
  // It is to be slow, was told so, and goes on fast.
  if (running?.wish === "end" && wishOf(admission, running.wishCause).wish === "end") return "quota_spent";
  if (running)
    return letGoOn(server.world, running, limits.profile).then((goesOn) =>
      goesOn ? answered(running) : "disconnected",
    );
  const trace = whyAccepted(login.packet, facts, limits);
  const of = { planId: plan.id, profile: limits.profile, devices: facts.policy.devices, trace, person };
  return openOnce(server.world, server.open, openingOf(login, of)).then((session) =>
    typeof session === "string" ? session : answered(session),
  );
};

/**
 * Lets a person online at a NAS by the house's policy, or says why not. No function of its own waits for each step, as
 * there are thousands of logins a second.
 *
 * @param running  the session the NAS asks about anew: it is kept, none is opened, and it gets what it has left, unless
 *   it was ordered to end
 * @throws Failure `subscriber_unknown`, `plan_unknown`; what the stores throw
 */
export const admit = (
  server: Server,
  login: Login,
  running: LiveSession | null = null,
): Outcome | Promise<Outcome> => {
  const { nas, subscriberId, mac, at, person } = login;
  const gathered = person
    ? gatherOf(server.world, server.planTable, subscriberId, person, nas, mac, at, running)
    : gather(server.world, subscriberId, nas, mac, at, running);
  return gathered instanceof Promise
    ? gathered.then((known) => admitBy(server, login, known, running))
    : admitBy(server, login, gathered, running);
};

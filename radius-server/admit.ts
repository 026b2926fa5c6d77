import { type Admission, decide, type Facts, type RefusalCode } from "#access/admission/admission";
import { gather } from "#access/admission/gather";
import type { SessionLimits } from "#access/admission/limits";
import type { Nas } from "#access/nas/nas";
import { octets } from "#access/runtime/random";
import { addressesText } from "#access/session/addresses";
import { rememberNasSession } from "#access/session/find";
import type { Opening } from "#access/session/live";
import { type NotOpened, openOnce } from "#access/session/open-once";
import { memberOf, type Ticket, ticketText } from "#access/session/ticket";
import { whyAccepted } from "./explain/why.ts";
import { framedAddresses } from "./framed.ts";
import { limitAttributes } from "./limit-attributes.ts";
import { ATTRIBUTE } from "./protocol/attributes.ts";
import { CODE } from "./protocol/codes.ts";
import type { Packet } from "./protocol/packet.ts";
import { type Attribute, text } from "./protocol/write.ts";
import type { Server } from "./server-world.ts";

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
  /** epoch ms at which the right ends, and with it the session; `null` where it is for this once */
  readonly endsAt: number | null;
  readonly at: number;
  /** is told the facts the policy decides on, so that a refusal can be explained */
  readonly onFacts?: (facts: Facts) => void;
};

/** How long room is kept for a session whose Start has not come, ms. */
const KEPT_MS = 90_000;

const requestKey = (packet: Packet): string =>
  `${packet.identifier}:${Buffer.from(packet.authenticator).toString("hex")}`;

/** What a session opens with, whoever it is for. */
export const openingOf = (
  { packet, nas, subscriberId, loginId, mac, by, at }: Login,
  of: Pick<Opening, "planId" | "profile" | "devices" | "trace">,
): Opening => ({
  trace: whyAccepted(packet),
  ...of,
  subscriberId,
  sessionId: octets(8).toString("hex"),
  loginId,
  by,
  mac,
  at,
  keptUntil: at + KEPT_MS,
  requestKey: requestKey(packet),
  nasId: nas.id,
  siteId: nas.siteId,
  nasSessionId: packet.text(ATTRIBUTE["Acct-Session-Id"]) ?? "",
  address: addressesText(framedAddresses(packet)),
  mayReauthenticate: by === "grant" && nas.mayReauthenticate,
});

/** An Access-Accept for a session: its Class, which every report brings back, and what it is allowed. */
export const accepted = async (
  { world }: Pick<Server, "world">,
  { packet, nas }: Pick<Login, "packet" | "nas">,
  ticket: Ticket,
  allowed: readonly Attribute[],
): Promise<Answer> => {
  const nasSessionId = packet.text(ATTRIBUTE["Acct-Session-Id"]);
  if (nasSessionId) await rememberNasSession(world.redis, nas.id, nasSessionId, memberOf(ticket));
  return {
    code: CODE["Access-Accept"],
    attributes: [text(ATTRIBUTE["Class"], ticketText(world.keyring, ticket)), ...allowed],
  };
};

const until = (limits: SessionLimits, endsAt: number | null, at: number): SessionLimits => {
  if (endsAt === null) return limits;
  const left = Math.max(1, Math.floor((endsAt - at) / 1000));
  return { ...limits, sessionTimeout: Math.min(left, limits.sessionTimeout ?? left) };
};

type Admitted = Extract<Admission, { kind: "admitted" }>;

const sessionFor = async (
  server: Server,
  login: Login,
  { limits }: Admitted,
  of: Pick<Opening, "planId" | "devices" | "trace">,
  running: Pick<Ticket, "sessionId" | "startedAt"> | undefined,
): Promise<Pick<Ticket, "sessionId" | "startedAt"> | NotOpened> => {
  if (running) return running;
  return openOnce(server.world, openingOf(login, { ...of, profile: limits.profile }));
};

/**
 * Lets a person online at a NAS by the house's policy, or says why not.
 *
 * @param running  the session the NAS asks about anew; it is kept, none is opened
 */
export const admit = async (
  server: Server,
  login: Login,
  running?: Pick<Ticket, "sessionId" | "startedAt">,
): Promise<Answer | RefusalCode | NotOpened> => {
  const { nas, subscriberId, mac, at } = login;
  const { facts, standing } = await gather(server.world, subscriberId, nas, mac, at);
  login.onFacts?.(facts);
  const admission = decide(facts, at);
  if (admission.kind === "refused") return admission.code;
  const limits = until(admission.limits, login.endsAt, at);
  const trace = whyAccepted(login.packet, facts, limits);
  const of = { planId: standing.plan.id, devices: facts.policy.devices, trace };
  const session = await sessionFor(server, login, admission, of, running);
  if (typeof session === "string") return session;
  const { sessionId, startedAt } = session;
  const ticket = { subscriberId, sessionId, startedAt, anchorDay: standing.anchorDay };
  return accepted(server, login, ticket, limitAttributes(nas, limits));
};

import { timingSafeEqual } from "node:crypto";
import { type Admission, decide, type RefusalCode } from "#access/admission/admission";
import { gather } from "#access/admission/gather";
import { parseMac } from "#access/device/mac";
import { type Grant, readGrant, tagOfLoginId } from "#access/grant/live";
import type { Nas } from "#access/nas/nas";
import { keys, TAGS, tagOf } from "#access/redis/keys";
import { octets } from "#access/runtime/random";
import { rememberNasSession } from "#access/session/find";
import { type Opened, open } from "#access/session/live";
import { makeReady } from "#access/session/refill";
import { memberOf, ticketText } from "#access/session/ticket";
import { limitAttributes } from "./limit-attributes.ts";
import { ATTRIBUTE } from "./protocol/attributes.ts";
import { CODE } from "./protocol/codes.ts";
import type { Packet } from "./protocol/packet.ts";
import { chapMatches, credentialOf, userPassword } from "./protocol/password.ts";
import type { Secret } from "./protocol/secret.ts";
import { type Attribute, text } from "./protocol/write.ts";
import type { Server } from "./server-world.ts";

/** Why a login is rejected: by the house's policy, or because the grant does not fit. */
type Rejection =
  | RefusalCode
  | "user_name_missing"
  | "grant_unknown"
  | "grant_used"
  | "password_wrong"
  | "other_nas"
  | "other_device"
  | "other_address"
  | "eap_unsupported";

/** A reply in the making. */
export type Answer = { readonly code: number; readonly attributes: readonly Attribute[] };

/** How long room is kept for a session whose Start has not come, ms. */
const KEPT_MS = 90_000;

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

const passwordFits = (packet: Packet, secret: Secret, grant: Grant): boolean => {
  const expected = Buffer.from(grant.password, "latin1");
  if (credentialOf(packet) === "chap") return chapMatches(packet, expected);
  const given = userPassword(packet, secret);
  return given !== undefined && same(given, expected);
};

const callingMac = (packet: Packet): string =>
  parseMac(packet.text(ATTRIBUTE["Calling-Station-Id"]) ?? "") ?? "";

const framedAddress = (packet: Packet): string => {
  const value = packet.octets(ATTRIBUTE["Framed-IP-Address"]);
  return value?.length === 4 ? value.join(".") : "";
};

const differ = (known: string, said: string): boolean => known !== "" && said !== "" && known !== said;

/** Whether the request is the one the grant was made for: this NAS, this device, this address, this password. */
const misfit = (packet: Packet, secret: Secret, nas: Nas, grant: Grant): Rejection | undefined => {
  if (grant.nasId !== nas.id) return "other_nas";
  if (!passwordFits(packet, secret, grant)) return "password_wrong";
  if (differ(grant.mac, callingMac(packet))) return "other_device";
  return differ(grant.address, framedAddress(packet)) ? "other_address" : undefined;
};

type Login = { readonly packet: Packet; readonly nas: Nas; readonly grant: Grant; readonly at: number };

const mac = ({ packet, grant }: Login): string => callingMac(packet) || grant.mac;

const requestKey = (packet: Packet): string =>
  `${packet.identifier}:${Buffer.from(packet.authenticator).toString("hex")}`;

const openOnce = async (
  server: Server,
  login: Login,
  admitted: Extract<Admission, { kind: "admitted" }>,
  planId: number,
  devices: number | null,
): Promise<Opened & { sessionId?: string }> => {
  const { packet, nas, grant, at } = login;
  const opening = {
    subscriberId: grant.subscriberId,
    sessionId: octets(8).toString("hex"),
    loginId: grant.loginId,
    mac: mac(login),
    at,
    devices,
    keptUntil: at + KEPT_MS,
    requestKey: requestKey(packet),
    nasId: nas.id,
    siteId: nas.siteId,
    planId,
    nasSessionId: packet.text(ATTRIBUTE["Acct-Session-Id"]) ?? "",
    address: framedAddress(packet),
    profile: admitted.limits.profile,
    mayReauthenticate: nas.mayReauthenticate,
  };
  const opened = await open(server.world.redis, opening);
  if (opened.kind !== "not-ready") return opened;
  await makeReady(server.world, tagOf(grant.subscriberId));
  return open(server.world.redis, opening);
};

const REJECTED: Readonly<Record<"used" | "gone" | "too_many_devices", Rejection>> = {
  used: "grant_used",
  gone: "grant_unknown",
  too_many_devices: "too_many_devices",
};

const accept = async (server: Server, login: Login): Promise<Answer | Rejection> => {
  const { world } = server;
  const { packet, nas, grant, at } = login;
  const { facts, standing } = await gather(world, grant.subscriberId, nas, mac(login), at);
  const admission = decide(facts, at);
  if (admission.kind === "refused") return admission.code;
  const opened = await openOnce(server, login, admission, standing.plan.id, facts.policy.devices);
  if (opened.kind === "not-ready") throw new Error("Redis was emptied twice within one login");
  if (opened.kind !== "opened" && opened.kind !== "again") return REJECTED[opened.kind];
  const ref = { subscriberId: grant.subscriberId, sessionId: opened.sessionId };
  const nasSessionId = packet.text(ATTRIBUTE["Acct-Session-Id"]);
  if (nasSessionId) await rememberNasSession(world.redis, nas.id, nasSessionId, memberOf(ref));
  const ticket = ticketText(world.keyring, { ...ref, startedAt: at, anchorDay: standing.anchorDay });
  return {
    code: CODE["Access-Accept"],
    attributes: [text(ATTRIBUTE["Class"], ticket), ...limitAttributes(nas, admission.limits)],
  };
};

/** Keeps a refused login in the ledger, so that staff can say why; accepted ones are kept by the session they open. */
const keepRejection = async (
  server: Server,
  nas: Nas,
  loginId: string,
  grant: Grant | undefined,
  packet: Packet,
  reason: Rejection,
  at: number,
): Promise<void> => {
  const tag = grant ? tagOf(grant.subscriberId) : (tagOfLoginId(loginId) ?? nas.id % TAGS);
  await server.world.redis.xadd(
    keys.ledger(tag), "*", "k", "login", "b", grant?.subscriberId ?? "", "n", nas.id, "i", nas.siteId,
    "m", callingMac(packet), "r", at, "z", reason,
  ); // biome-ignore format: pairs
};

const judged = async (
  server: Server,
  packet: Packet,
  nas: Nas,
  secret: Secret,
  grant: Grant | undefined,
  at: number,
): Promise<Answer | Rejection> => {
  if (packet.count(ATTRIBUTE["User-Name"]) !== 1) return "user_name_missing";
  if (credentialOf(packet) === "eap") return "eap_unsupported";
  if (!grant) return "grant_unknown";
  return misfit(packet, secret, nas, grant) ?? accept(server, { packet, nas, grant, at });
};

/**
 * Answers an Access-Request whose sender is known: gathers, decides, commits.
 *
 * @throws when a store cannot be asked; the request then gets no answer, so that the NAS asks another server
 */
export const authenticate = async (
  server: Server,
  packet: Packet,
  nas: Nas,
  secret: Secret,
): Promise<Answer> => {
  const { world } = server;
  const at = world.now();
  const loginId = packet.text(ATTRIBUTE["User-Name"]) ?? "";
  const grant = await readGrant(world.redis, world.keyring, loginId);
  const answer = await judged(server, packet, nas, secret, grant, at);
  if (typeof answer !== "string") return answer;
  await keepRejection(server, nas, loginId, grant, packet, answer, at);
  // Nothing of the request is repeated here: a legacy NAS could be made to trust it.
  return { code: CODE["Access-Reject"], attributes: [text(ATTRIBUTE["Reply-Message"], answer)] };
};

import { timingSafeEqual } from "node:crypto";
import { decide, type RefusalCode } from "#access/admission/admission";
import { gather } from "#access/admission/gather";
import { recordAttempt } from "#access/attempt/record";
import { type Grant, readGrant } from "#access/grant/live";
import type { Nas } from "#access/nas/nas";
import type { World } from "#access/runtime/world";
import { sessionOfGrant } from "#access/session/name";
import { openAlone } from "#access/session/open-live";
import { type NotOpened, openOnce } from "#access/session/open-once";
import { limitsLine } from "#access/vendors/opennds/limits";
import type { Letter } from "./letter.ts";

type Asked = Extract<Letter, { kind: "open" }>;

type Misfit = "grant_unknown" | "other_nas" | "password_wrong" | "other_device" | "other_address";

/** Room is kept so long for a device that the gateway has not listed yet, ms. */
const KEPT_MS = 90_000;

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const differ = (known: string, said: string): boolean => known !== "" && known !== said;

const misfit = (nas: Nas, { mac, ip, right }: Asked, grant: Grant): Misfit | undefined => {
  if (grant.nasId !== nas.id) return "other_nas";
  if (!same(grant.password, right.password)) return "password_wrong";
  if (differ(grant.mac, mac)) return "other_device";
  return differ(grant.address, ip) ? "other_address" : undefined;
};

/** Opens a session by the house's policy. @returns the limits as the gateway reads them */
const admit = async (
  world: World,
  nas: Nas,
  { mac, ip, right }: Asked,
  nonce: string,
  { subscriberId, loginId }: Grant,
): Promise<{ readonly limits: string } | RefusalCode | NotOpened> => {
  const at = world.now();
  const { facts, standing } = await gather(world, subscriberId, nas, mac, at);
  const admission = decide(facts, at);
  if (admission.kind === "refused") return admission.code;
  const opened = await openOnce(world, openAlone(world), {
    ...{ subscriberId, loginId, mac, at, nasId: nas.id, siteId: nas.siteId, address: ip },
    sessionId: sessionOfGrant(loginId),
    devices: facts.policy.devices,
    keptUntil: at + KEPT_MS,
    requestKey: nonce,
    planId: standing.plan.id,
    nasSessionId: right.loginId,
    profile: admission.limits.profile,
    mayReauthenticate: false,
  });
  return typeof opened === "string" ? opened : { limits: limitsLine(admission.limits) };
};

/**
 * Answers a gateway that asks whether a device may go online, as an Access-Request is answered: the grant fits this
 * gateway, device and address and is used up, and a session is open.
 *
 * @returns the limits; empty when the device stays out
 */
export const letIn = async (world: World, nas: Nas, asked: Asked, nonce: string): Promise<string> => {
  const grant = await readGrant(world.redis, world.keyring, asked.right.loginId);
  const outcome = grant
    ? (misfit(nas, asked, grant) ?? (await admit(world, nas, asked, nonce, grant)))
    : "grant_unknown";
  if (typeof outcome === "object") return outcome.limits;
  await recordAttempt(world, {
    ...{ step: "grant", outcome, mac: asked.mac, nasId: nas.id, siteId: nas.siteId },
    ...(grant && { subscriberId: grant.subscriberId }),
  });
  return "";
};

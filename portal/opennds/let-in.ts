import { timingSafeEqual } from "node:crypto";
import { decide, type Facts, type RefusalCode } from "#access/admission/admission";
import { gather } from "#access/admission/gather";
import { type Grant, passwordOf, readGrant, tagOfLoginId } from "#access/grant/live";
import { append } from "#access/ledger/live";
import type { Nas } from "#access/nas/nas";
import { TAGS, tagOf } from "#access/redis/keys";
import type { World } from "#access/runtime/world";
import { sessionOfGrant } from "#access/session/name";
import { openAlone } from "#access/session/open-live";
import { type NotOpened, openOnce } from "#access/session/open-once";
import { refusedRecord, refusedText } from "#access/trace/refused";
import { knownOf, traceText } from "#access/trace/trace";
import { limitsLine } from "#access/vendors/opennds/limits";
import type { Letter } from "./letter.ts";

type Asked = Extract<Letter, { kind: "open" }>;

type Misfit = "grant_unknown" | "other_nas" | "password_wrong" | "other_device" | "other_address";

/** Room is kept so long for a device that the gateway has not listed yet, ms. */
const KEPT_MS = 90_000;

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const differ = (known: string, said: string): boolean => known !== "" && known !== said;

const misfit = (
  { keyring }: World,
  nas: Nas,
  { mac, ip, right }: Asked,
  grant: Grant,
): Misfit | undefined => {
  if (grant.nasId !== nas.id) return "other_nas";
  if (!same(passwordOf(keyring, grant.loginId), right.password)) return "password_wrong";
  if (differ(grant.mac, mac)) return "other_device";
  return differ(grant.address, ip) ? "other_address" : undefined;
};

/** Why a device stays out, and the facts where the house's policy was asked. */
type Refused = { readonly refused: Misfit | RefusalCode | NotOpened; readonly facts?: Facts };

type Outcome = { readonly limits: string } | Refused;

/** How it was asked, for its trace. */
const inLetter = ({ ip }: Asked) => ({ by: "letter", signed: true, address: ip }) as const;

/** Opens a session by the house's policy. @returns the limits as the gateway reads them */
const admit = async (
  world: World,
  nas: Nas,
  asked: Asked,
  nonce: string,
  { subscriberId, loginId }: Grant,
): Promise<Outcome> => {
  const { mac, ip, right } = asked;
  const at = world.now();
  const { facts, standing } = await gather(world, subscriberId, nas, mac, at);
  const admission = decide(facts, at);
  if (admission.kind === "refused") return { refused: admission.code, facts };
  const { limits } = admission;
  const opened = await openOnce(world, openAlone(world), {
    ...{ subscriberId, loginId, mac, at, nasId: nas.id, siteId: nas.siteId, address: ip },
    sessionId: sessionOfGrant(loginId),
    devices: facts.policy.devices,
    keptUntil: at + KEPT_MS,
    requestKey: nonce,
    planId: standing.plan.id,
    nasSessionId: right.loginId,
    profile: limits.profile,
    mayReauthenticate: false,
    trace: traceText({ code: 2, asked: inLetter(asked), known: knownOf(facts), limits }),
  });
  return typeof opened === "string" ? { refused: opened, facts } : { limits: limitsLine(limits) };
};

const judge = async (
  world: World,
  nas: Nas,
  asked: Asked,
  nonce: string,
  grant: Grant | undefined,
): Promise<Outcome> => {
  if (!grant) return { refused: "grant_unknown" };
  const refused = misfit(world, nas, asked, grant);
  return refused ? { refused } : admit(world, nas, asked, nonce, grant);
};

/** Keeps a refused login in the ledger, as RADIUS keeps one, so that staff can say why. */
const keep = (
  world: World,
  nas: Nas,
  asked: Asked,
  { refused: reason, facts }: Refused,
  grant: Grant | undefined,
): Promise<void> => {
  const { loginId } = asked.right;
  const subscriberId = grant?.subscriberId ?? 0;
  const tag = grant ? tagOf(subscriberId) : (tagOfLoginId(loginId) ?? nas.id % TAGS);
  const trace = refusedText(inLetter(asked), reason, grant, facts);
  const refusal = { kind: "login", subscriberId, nas, mac: asked.mac, loginId, at: world.now() } as const;
  return append(world.redis, tag, refusedRecord({ ...refusal, reason, trace }));
};

/**
 * Answers a gateway that asks whether a device may go online, as an Access-Request is answered: the grant fits this
 * gateway, device and address and is used up, and a session is open.
 *
 * @returns the limits; empty when the device stays out
 */
export const letIn = async (world: World, nas: Nas, asked: Asked, nonce: string): Promise<string> => {
  const grant = await readGrant(world.redis, asked.right.loginId);
  const outcome = await judge(world, nas, asked, nonce, grant);
  if ("limits" in outcome) return outcome.limits;
  await keep(world, nas, asked, outcome, grant);
  return "";
};

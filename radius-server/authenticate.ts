import { timingSafeEqual } from "node:crypto";
import type { Facts, RefusalCode } from "#access/admission/admission";
import { type Grant, type GrantOfPerson, passwordOctets, tagOfLoginId } from "#access/grant/live";
import type { Nas } from "#access/nas/nas";
import { type Answer, admit } from "./admit.ts";
import { admitAgain } from "./admit-again.ts";
import { keepRejection } from "./explain/keep.ts";
import { macLogin } from "./mac-login/mac-login.ts";
import { ATTRIBUTE } from "./protocol/attributes.ts";
import { CODE } from "./protocol/codes.ts";
import type { Packet } from "./protocol/packet.ts";
import { chapMatches, credentialOf, userPassword } from "./protocol/password.ts";
import type { Secret } from "./protocol/secret.ts";
import { text } from "./protocol/write.ts";
import type { Server } from "./server-world.ts";
import { callingMac, framedAddress } from "./who.ts";

/** Why a login is rejected: by the house's policy, or because the grant does not fit. */
type Rejection =
  | RefusalCode
  | "user_name_missing"
  | "grant_unknown"
  | "grant_used"
  | "disconnected"
  | "password_wrong"
  | "other_nas"
  | "other_device"
  | "other_address"
  | "eap_unsupported";

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);

const passwordFits = ({ world }: Server, packet: Packet, secret: Secret, { loginId }: Grant): boolean => {
  const expected = passwordOctets(world.keyring, loginId);
  if (credentialOf(packet) === "chap") return chapMatches(packet, expected);
  const given = userPassword(packet, secret);
  return given !== undefined && same(given, expected);
};

const differ = (known: string, said: string): boolean => known !== "" && said !== "" && known !== said;

/** Whether the request is the one the grant was made for: this NAS, this device, this address, this password. */
const misfit = (
  server: Server,
  packet: Packet,
  secret: Secret,
  nas: Nas,
  grant: Grant,
  mac: string,
): Rejection | undefined => {
  if (grant.nasId !== nas.id) return "other_nas";
  if (!passwordFits(server, packet, secret, grant)) return "password_wrong";
  if (differ(grant.mac, mac)) return "other_device";
  return differ(grant.address, framedAddress(packet)) ? "other_address" : undefined;
};

const judged = (
  server: Server,
  packet: Packet,
  nas: Nas,
  secret: Secret,
  found: GrantOfPerson | undefined,
  at: number,
  onFacts: (facts: Facts) => void,
): Promise<Answer | Rejection> | Answer | Rejection => {
  if (packet.count(ATTRIBUTE["User-Name"]) !== 1) return "user_name_missing";
  if (credentialOf(packet) === "eap") return "eap_unsupported";
  if (!found) return "grant_unknown";
  const { grant, person } = found;
  const { subscriberId, loginId } = grant;
  const calling = callingMac(packet);
  const mac = calling || grant.mac;
  const refused = misfit(server, packet, secret, nas, grant, calling);
  if (refused) return refused;
  const right = { by: "grant", endsAt: null } as const;
  const login = { packet, nas, subscriberId, person, loginId, mac, ...right, at, onFacts };
  return nas.mayReauthenticate ? admitAgain(server, login, grant) : admit(server, login);
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
  const isOurs = tagOfLoginId(loginId) !== undefined;
  const device = isOurs ? undefined : await macLogin(server, packet, nas, secret, at);
  if (device) return device;
  const found = isOurs ? await server.grantOf(loginId) : undefined;
  let facts: Facts | undefined;
  const answer = await judged(server, packet, nas, secret, found, at, (known) => {
    facts = known;
  });
  if (typeof answer !== "string") return answer;
  const { grant } = found ?? {};
  await keepRejection(world, { packet, nas, loginId, grant, reason: answer, at, facts });
  // Nothing of the request is repeated here: a legacy NAS could be made to trust it.
  return { code: CODE["Access-Reject"], attributes: [text(ATTRIBUTE["Reply-Message"], answer)] };
};

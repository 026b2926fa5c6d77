import { TO_THE_PORTAL } from "#access/device/remembered";
import { deviceTable } from "#access/device/table";
import { thingAccount } from "#access/device/thing";
import type { Nas } from "#access/nas/nas";
import { TAGS } from "#access/redis/keys";
import type { Answer } from "../admit.ts";
import { keepRefusal } from "../explain/keep.ts";
import { whyRejected } from "../explain/why.ts";
import { ATTRIBUTE } from "../protocol/attributes.ts";
import { CODE } from "../protocol/codes.ts";
import type { Packet } from "../protocol/packet.ts";
import type { Secret } from "../protocol/secret.ts";
import { text } from "../protocol/write.ts";
import type { Server } from "../server-world.ts";
import type { DeviceLogin } from "./device-login.ts";
import { ledLogin } from "./led.ts";
import { type PhoneRejection, phoneLogin } from "./phone.ts";
import { isMacLogin, namedMac } from "./recognise.ts";
import { thingLogin } from "./thing.ts";

/** Every phone that was never here asks so, and is sent to the portal: no attack, not counted, nothing to explain. */
const STRANGER = "device_unknown";

/** Why a device is rejected, and whose it is. */
type Rejection = Omit<PhoneRejection, "reason"> & { readonly reason: string };

const rejected = async (
  { world }: Server,
  { packet, nas, mac, at }: DeviceLogin,
  { reason, subscriberId, facts }: Rejection,
): Promise<Answer> => {
  if (reason !== STRANGER)
    await keepRefusal(world, {
      ...{ kind: "device-login", tag: nas.id % TAGS, subscriberId, nas, mac, loginId: "", at, reason },
      trace: whyRejected(packet, reason, undefined, facts),
    });
  return { code: CODE["Access-Reject"], attributes: [text(ATTRIBUTE["Reply-Message"], reason)] };
};

/**
 * Answers an Access-Request that logs in a device by its address; such a request never reaches a person's login.
 *
 * @returns undefined for every other request
 * @throws when a store cannot be asked
 */
export const macLogin = async (
  server: Server,
  packet: Packet,
  nas: Nas,
  secret: Secret,
  at: number,
): Promise<Answer | undefined> => {
  const mac = namedMac(packet);
  if (mac === undefined) return undefined;
  const devices = await deviceTable.of(server.world);
  if (!isMacLogin(packet, secret, mac, devices.macPassword(nas.id))) return undefined;
  const login = { packet, nas, mac, loginId: packet.text(ATTRIBUTE["User-Name"]) ?? "", at };
  const rules = devices.rulesAt(nas);
  const thing = devices.thing(mac);
  if (!thing) {
    const answer = await phoneLogin(server, login, rules);
    if (!("reason" in answer)) return answer;
    const led = TO_THE_PORTAL.includes(answer.reason) ? await ledLogin(server, login) : undefined;
    return led ?? rejected(server, login, answer);
  }
  const answer = await thingLogin(server, login, thing, rules);
  return typeof answer === "string"
    ? rejected(server, login, { reason: answer, subscriberId: thingAccount(thing.id) })
    : answer;
};

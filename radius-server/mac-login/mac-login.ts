import { deviceTable } from "#access/device/table";
import type { Nas } from "#access/nas/nas";
import type { Answer } from "../admit.ts";
import { ATTRIBUTE } from "../protocol/attributes.ts";
import { CODE } from "../protocol/codes.ts";
import type { Packet } from "../protocol/packet.ts";
import type { Secret } from "../protocol/secret.ts";
import { text } from "../protocol/write.ts";
import type { Server } from "../server-world.ts";
import { phoneLogin } from "./phone.ts";
import { isMacLogin, namedMac } from "./recognise.ts";
import { thingLogin } from "./thing.ts";

/** A reject sends the device to the portal as any other. It is no attack and not counted: every phone does it. */
const rejected = (reason: string): Answer => ({
  code: CODE["Access-Reject"],
  attributes: [text(ATTRIBUTE["Reply-Message"], reason)],
});

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
  const answer = thing
    ? await thingLogin(server, login, thing, rules)
    : await phoneLogin(server, login, rules);
  return typeof answer === "string" ? rejected(answer) : answer;
};

import { type NotRemembered, rememberedAs } from "#access/device/remembered";
import { lastVerified } from "#access/device/remembered-store";
import type { DeviceRules } from "#access/device/rules";
import { type Answer, admit } from "../admit.ts";
import type { Server } from "../server-world.ts";
import type { DeviceLogin } from "./device-login.ts";
import { runningSession } from "./running.ts";

/**
 * Lets a remembered phone online as its person, by the same policy as after a sign-in; its session ends when it is
 * remembered no more.
 *
 * @returns the accept, or why it must sign in on the portal
 */
export const phoneLogin = async (
  server: Server,
  login: DeviceLogin,
  rules: DeviceRules,
): Promise<Answer | NotRemembered | Exclude<Awaited<ReturnType<typeof admit>>, Answer>> => {
  const phone = await lastVerified(server.world.database, login.mac);
  const remembered = rememberedAs(phone, login.mac, rules, login.at);
  if (remembered.kind === "not-remembered") return remembered.reason;
  const { subscriberId, endsAt } = remembered;
  const running = await runningSession(server, login, subscriberId);
  return admit(server, { ...login, subscriberId, endsAt, by: "device" }, running);
};

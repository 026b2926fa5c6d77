import type { Facts } from "#access/admission/admission";
import { type NotRemembered, rememberedAs } from "#access/device/remembered";
import { lastVerified } from "#access/device/remembered-store";
import type { DeviceRules } from "#access/device/rules";
import { type Answer, admit } from "../admit.ts";
import type { Server } from "../server-world.ts";
import type { DeviceLogin } from "./device-login.ts";
import { runningSession } from "./running.ts";

/** Why a phone is not let online by its address, whose it is, and the facts where the house's policy was asked. */
export type PhoneRejection = {
  readonly reason: NotRemembered | Exclude<Awaited<ReturnType<typeof admit>>, Answer>;
  /** 0 when nobody ever proved themselves on it */
  readonly subscriberId: number;
  readonly facts?: Facts | undefined;
};

/**
 * Lets a remembered phone online as its person, by the same policy as after a sign-in; its session ends when it is
 * remembered no more.
 */
export const phoneLogin = async (
  server: Server,
  login: DeviceLogin,
  rules: DeviceRules,
): Promise<Answer | PhoneRejection> => {
  const phone = await lastVerified(server.world.database, login.mac);
  const remembered = rememberedAs(phone, login.mac, rules, login.at);
  if (remembered.kind === "not-remembered")
    return { reason: remembered.reason, subscriberId: phone?.subscriberId ?? 0 };
  const { subscriberId, endsAt } = remembered;
  const running = await runningSession(server, login, subscriberId);
  let facts: Facts | undefined;
  const onFacts = (known: Facts): void => {
    facts = known;
  };
  const answer = await admit(server, { ...login, subscriberId, endsAt, by: "device", onFacts }, running);
  return typeof answer === "string" ? { reason: answer, subscriberId, facts } : answer;
};

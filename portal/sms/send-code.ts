import { token } from "#access/runtime/random";
import type { World } from "#access/runtime/world";
import { freshCode, VALID_FOR } from "../code/code.ts";
import type { SendRefusal } from "../code/limits.ts";
import { type Challenge, release, reserve } from "../code/live.ts";
import type { SmsGateway, SmsOutcome } from "./gateway.ts";
import { codeMessage } from "./message.ts";
import { segments } from "./segments.ts";
import { insertSend } from "./store.ts";

/** What a sending needs to know beside the challenge. */
export type Sending = Challenge & { readonly country: string; readonly nasId: number };

/**
 * What came of sending a code. `perhaps`: the gateway fell silent after it had the message, so it may still arrive.
 */
export type Sent =
  | { readonly kind: "sent" | "perhaps" }
  | { readonly kind: "refused"; readonly code: SendRefusal; readonly untilAt: number }
  | { readonly kind: "failed" };

const textOf = (world: World, code: string, country: string): string =>
  codeMessage({
    code,
    host: new URL(world.settings.PORTAL_URL).hostname,
    sender: world.settings.SMS_SENDER_NAME,
    country,
    minutes: VALID_FOR / 60,
  });

const settle = async (
  world: World,
  sending: Sending,
  requestId: string,
  outcome: SmsOutcome,
): Promise<Sent> => {
  if (outcome.kind === "taken") return { kind: "sent" };
  if (outcome.perhaps) return { kind: "perhaps" };
  // nothing was sent and nothing will be paid: the person must not wait for it
  await release(world, sending, requestId);
  return { kind: "failed" };
};

/** Sends a fresh code within the limits, and remembers the sending without the number. */
export const sendCode = async (world: World, gateway: SmsGateway, sending: Sending): Promise<Sent> => {
  const requestId = token(20);
  const code = freshCode();
  const reservation = await reserve(world, sending, requestId, code);
  if (reservation.kind === "refused") return reservation;
  const text = textOf(world, code, sending.country);
  const outcome = await gateway.send({ to: sending.e164, text, requestId });
  await insertSend(world.database, {
    at: world.now(),
    gateway: gateway.name,
    country: sending.country,
    nasId: sending.nasId,
    siteId: sending.siteId,
    requestId,
    segments: segments(text),
    outcome: outcome.kind === "taken" ? "ok" : outcome.fault,
  });
  return settle(world, sending, requestId, outcome);
};

import { recordAttempt } from "#access/attempt/record";
import { sendCode } from "../sms/send-code.ts";
import type { Amendment } from "../visit/live.ts";
import { notice, type Outcome, type Stage, turnTo } from "./stage.ts";

/** A number to send a code to; `said` is what the page says once it is on its way. */
export type Recipient = {
  readonly phone: string;
  readonly country: string;
  readonly said: Amendment;
  /** what stays in the number field when nothing was sent */
  readonly typed: string | null;
};

/** Sends a code and tells the page what came of it. */
export const send = async (stage: Stage, recipient: Recipient): Promise<Outcome> => {
  const { world, gateway, nas, visit } = stage;
  const { phone, country, said, typed } = recipient;
  const { mac } = visit.context;
  const sent = await sendCode(world, gateway, {
    sitting: visit.sitting,
    e164: phone,
    mac,
    country,
    nasId: nas.id,
    siteId: nas.siteId,
  });
  const outcome = sent.kind === "refused" ? sent.code : sent.kind === "failed" ? "sms_failed" : "ok";
  await recordAttempt(world, { step: "code-sent", outcome, mac, nasId: nas.id, siteId: nas.siteId });
  if (sent.kind === "refused")
    return turnTo(stage, { typed, notice: notice(sent.code, { untilAt: sent.untilAt }) });
  if (sent.kind === "failed") return turnTo(stage, { typed, notice: notice("sms_failed") });
  return turnTo(stage, {
    phone,
    country,
    typed: null,
    ...(sent.kind === "perhaps" ? { notice: notice("sms_perhaps") } : said),
  });
};

import { recordAttempt } from "#access/attempt/record";
import { enrolByPhone } from "#access/subscriber/store";
import { typedCode } from "../code/code.ts";
import { type Verdict, verify } from "../code/live.ts";
import type { NoticeCode } from "../phrases/keys.ts";
import { markConverted } from "../sms/store.ts";
import { termsOwed } from "../visit/gather.ts";
import { amend } from "../visit/live.ts";
import { connect } from "./connect.ts";
import { type Action, notice, type Outcome, PAGE, type Stage, turnTo } from "./stage.ts";

type Wrong = Exclude<Verdict, { kind: "right" }>;

const CODES: Readonly<Record<Wrong["kind"], NoticeCode>> = {
  wrong: "code_wrong",
  spent: "code_spent",
  expired: "code_expired",
  none: "code_expired",
};

const refuse = async (stage: Stage, verdict: Wrong): Promise<Outcome> => {
  const { world, nas, visit } = stage;
  const code = CODES[verdict.kind];
  await recordAttempt(world, {
    step: "code",
    outcome: code,
    mac: visit.context.mac,
    nasId: nas.id,
    siteId: nas.siteId,
  });
  const fields = verdict.kind === "wrong" ? { left: verdict.left } : {};
  // a dead code leads back to the number, which need not be typed twice (WCAG 3.3.7); never told by a device's address
  const typed = verdict.kind === "wrong" || visit.byDeviceAlone ? null : visit.phone;
  return turnTo(stage, { typed, notice: notice(code, fields) });
};

const welcome = async (stage: Stage, phone: string, requestId: string): Promise<Outcome> => {
  const { world, nas, visit } = stage;
  await markConverted(world.database, requestId, world.now());
  const { id } = await enrolByPhone(world, {
    phone,
    siteId: nas.siteId,
    zone: nas.zone,
    locale: visit.language,
  });
  const { mac } = visit.context;
  await recordAttempt(world, {
    step: "code",
    outcome: "ok",
    subscriberId: id,
    mac,
    nasId: nas.id,
    siteId: nas.siteId,
  });
  const proven = await amend(world, nas.id, visit, {
    subscriberId: id,
    byDeviceAlone: false,
    typed: null,
    notice: null,
  });
  return (await termsOwed(world, id)) === null ? connect({ ...stage, visit: proven }) : PAGE;
};

/** A code was typed: a right one says who the person is, and lets them online when the terms are agreed to already. */
export const code: Action = async (stage, { code: text = "" }) => {
  const { world, visit } = stage;
  const typed = typedCode(text);
  if (typed === null) return turnTo(stage, { notice: notice("code_malformed") });
  if (visit.phone === null) return refuse(stage, { kind: "none" });
  const verdict = await verify(world, { sitting: visit.sitting, e164: visit.phone }, typed);
  return verdict.kind === "right" ? welcome(stage, visit.phone, verdict.requestId) : refuse(stage, verdict);
};

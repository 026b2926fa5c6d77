import { send } from "./send.ts";
import { type Action, notice, turnTo } from "./stage.ts";

/** Another code to the same number. */
export const again: Action = async (stage) => {
  const { phone, country } = stage.visit;
  if (phone === null || country === null) return turnTo(stage, {});
  return send(stage, { phone, country, said: { notice: notice("sms_again") }, typed: null });
};

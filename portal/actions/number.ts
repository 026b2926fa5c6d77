import { parsePhone } from "#access/subscriber/phone";
import { send } from "./send.ts";
import { type Action, notice, turnTo } from "./stage.ts";

/** Longest text kept to be shown again. */
const LONGEST = 40;

/** A number was typed: sends it a code. Possible only within a visit, which only a registered NAS's redirect begins. */
export const number: Action = async (stage, { phone: text = "", country }) => {
  const phone = parsePhone(text, country);
  const typed = text.slice(0, LONGEST);
  if (phone.kind === "refused") return turnTo(stage, { typed, notice: notice(phone.code) });
  return send(stage, { phone: phone.e164, country: phone.country, said: {}, typed });
};

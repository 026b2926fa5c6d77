import type { RefusalCode } from "#access/admission/admission";
import type { PhoneRefusal } from "#access/subscriber/phone";
import type { SendRefusal } from "../code/limits.ts";
import type { Disbelief } from "../dialects/dialect.ts";

/** What a person may be told about what just happened; each is a phrase key and the code of its cause. */
export type NoticeCode =
  | PhoneRefusal
  | SendRefusal
  | RefusalCode
  | "sms_failed"
  | "sms_perhaps"
  | "sms_again"
  | "code_malformed"
  | "code_wrong"
  | "code_spent"
  | "code_expired"
  | "terms_unaccepted"
  | "gateway_refused"
  | "not_yet_online"
  | "signed_out";

/** What a page without a visit says. */
export type PlainCode =
  | Disbelief
  | "nas_unknown"
  | "visit_unknown"
  | "page_unknown"
  | "form_refused"
  | "too_many_visits"
  | "portal_failed";

/** Everything the portal can say. */
export type PhraseKey =
  | NoticeCode
  | PlainCode
  | "title"
  | "welcome"
  | "free_for_all"
  | "phone_label"
  | "phone_hint"
  | "get_code"
  | "phone_why"
  | "other_language"
  | "code_title"
  | "code_sent_to"
  | "code_label"
  | "code_valid"
  | "code_submit"
  | "code_again"
  | "code_again_in"
  | "code_change"
  | "code_closed"
  | "terms_title"
  | "terms_intro"
  | "terms_accept"
  | "terms_submit"
  | "terms_later"
  | "connect_title"
  | "connect_text"
  | "connect"
  | "connect_again"
  | "quota_spent_for_good"
  | "refused_title"
  | "change_number"
  | "handover_title"
  | "handover_text"
  | "handover_submit"
  | "connecting_text"
  | "online_title"
  | "online_full"
  | "online_slow"
  | "online_government"
  | "online_end"
  | "online_speed"
  | "left_of"
  | "left_unlimited"
  | "left_hidden"
  | "per_session"
  | "per_day"
  | "per_week"
  | "per_month"
  | "per_once"
  | "resets_at"
  | "to_services"
  | "to_original"
  | "sign_out"
  | "keep_page"
  | "octets"
  | "seconds"
  | "plain_title"
  | "plain_help"
  | "to_entrance"
  | "footer";

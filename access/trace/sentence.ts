import type { Known, Trace } from "./trace.ts";
import { amount, moment, type Said, speed } from "./words.ts";

/** What a sentence about a decision needs beside its trace. */
export type Told = {
  /** `ok` or the code of the check that decided */
  readonly outcome: string;
  readonly trace: Trace;
  /** IANA zone in which instants are said */
  readonly zone: string;
  /** name of the access point a grant was made for, where that is why */
  readonly expectedNasName?: string;
};

type Sentence = (told: Told, language: keyof Said) => Said;

const fixed =
  (vi: string, en: string): Sentence =>
  () => ({ vi, en });

/** The used up allowance that keeps the person out longest; one that was given once does not come back. */
const spent = (known: Known | undefined) =>
  known?.lines
    .filter(({ left }) => left === 0)
    .toSorted((a, b) => (b.resetsAt ?? Infinity) - (a.resetsAt ?? Infinity))[0];

const quotaSpent: Sentence = ({ trace, zone }, language) => {
  const line = spent(trace.known);
  if (!line) return { vi: "Từ chối: đã dùng hết hạn mức.", en: "Refused: the allowance is used up." };
  const size = amount(line, language);
  const again = line.resetsAt === null ? "" : moment(line.resetsAt, zone, language);
  return {
    vi: `Từ chối: đã dùng hết ${size}${again && `; có lại lúc ${again}`}.`,
    en: `Refused: ${size} are used up${again && `; full again at ${again}`}.`,
  };
};

const tooManyDevices: Sentence = ({ trace: { known } }) => ({
  vi: `Từ chối: đang dùng trên ${known?.others ?? "các"} thiết bị khác, gói cho phép ${known?.devices ?? "ít hơn"}.`,
  en: `Refused: online on ${known?.others ?? "other"} other devices, the plan allows ${known?.devices ?? "fewer"}.`,
});

const otherNas: Sentence = ({ expectedNasName: name }) => ({
  vi: `Từ chối: quyền vào được cấp cho điểm truy cập khác${name ? ` (${name})` : ""}.`,
  en: `Refused: the grant was made for another access point${name ? ` (${name})` : ""}.`,
});

const otherDevice: Sentence = ({ trace: { expected } }) => ({
  vi: `Từ chối: quyền vào được cấp cho thiết bị ${expected?.mac ?? "khác"}.`,
  en: `Refused: the grant was made for ${expected?.mac ? `device ${expected.mac}` : "another device"}.`,
});

const otherAddress: Sentence = ({ trace: { expected, asked } }) => ({
  vi: `Từ chối: quyền vào được cấp cho địa chỉ ${expected?.address ?? "khác"}, yêu cầu đến từ ${asked.address ?? "địa chỉ khác"}.`,
  en: `Refused: the grant was made for address ${expected?.address ?? "of another"}, the request came for ${asked.address ?? "another"}.`,
});

const PROFILES: Readonly<Record<string, Said>> = {
  full: { vi: "đủ tốc độ", en: "at full speed" },
  slow: { vi: "tốc độ chậm vì đã dùng hết hạn mức", en: "slowed, since an allowance is used up" },
  "government-only": {
    vi: "chỉ trang của cơ quan nhà nước vì đã dùng hết hạn mức",
    en: "government pages only, since an allowance is used up",
  },
};

const accepted: Sentence = ({ trace: { limits, known } }, language) => {
  const profile = PROFILES[limits?.profile ?? "full"]?.[language] ?? "";
  const down = limits?.downKbps ? `, ${speed(limits.downKbps, language)}` : "";
  const line = known?.lines.find(({ left, limit }) => left < limit);
  const left = line ? amount({ ...line, limit: line.left }, language) : "";
  const others = known && known.others > 0 ? String(known.others) : "";
  return {
    vi: `Cho vào mạng, ${profile}${down}${left && `; còn ${left}`}${others && `; ${others} thiết bị khác đang dùng`}.`,
    en: `Let online, ${profile}${down}${left && `; left: ${left}`}${others && `; ${others} other devices online`}.`,
  };
};

const SENTENCES: Readonly<Record<string, Sentence>> = {
  ok: accepted,
  quota_spent: quotaSpent,
  too_many_devices: tooManyDevices,
  other_nas: otherNas,
  other_device: otherDevice,
  other_address: otherAddress,
  blocked: fixed("Từ chối: người này đang bị chặn.", "Refused: the person is blocked."),
  plan_ended: fixed("Từ chối: gói đã hết hạn.", "Refused: the plan has ended."),
  outside_hours: fixed("Từ chối: ngoài giờ của gói.", "Refused: outside the plan's hours."),
  user_name_missing: fixed(
    "Từ chối: thiết bị không gửi đúng một tên đăng nhập.",
    "Refused: the access point did not send exactly one login id.",
  ),
  grant_unknown: fixed(
    "Từ chối: quyền vào không có hoặc đã quá 2 phút; cần đăng nhập lại trên cổng.",
    "Refused: there is no such grant, or it is older than 2 minutes; sign in again on the portal.",
  ),
  grant_used: fixed(
    "Từ chối: quyền vào chỉ dùng một lần và đã được dùng.",
    "Refused: the grant is good for one login and was used already.",
  ),
  disconnected: fixed(
    "Từ chối: phiên này đã bị ngắt, do nhân viên hoặc do chính người dùng.",
    "Refused: this session was disconnected, by staff or by the person.",
  ),
  password_wrong: fixed(
    "Từ chối: mật khẩu dùng một lần không khớp; kiểm tra khoá bí mật và kiểu đăng nhập của thiết bị.",
    "Refused: the single-use password does not fit; check the device's secret and its way of logging in.",
  ),
  device_forgotten: fixed(
    "Từ chối: thiết bị đã bị quên; cần đăng nhập lại trên cổng.",
    "Refused: the device was forgotten; sign in again on the portal.",
  ),
  device_expired: fixed(
    "Từ chối: đã quá số ngày thiết bị được nhớ; cần đăng nhập lại trên cổng.",
    "Refused: the device is not remembered any longer; sign in again on the portal.",
  ),
  terms_changed: fixed(
    "Từ chối: điều khoản đã thay đổi và chưa được đồng ý.",
    "Refused: the terms have changed and were not agreed to yet.",
  ),
  quarantine_missing: fixed(
    "Từ chối: thiết bị ở sai chỗ và nơi này chưa có VLAN cách ly.",
    "Refused: the device is out of its place, and this place has no quarantine VLAN.",
  ),
  vlan_unsupported: fixed(
    "Từ chối: không thể báo VLAN của thiết bị cho loại điểm truy cập này.",
    "Refused: this kind of access point cannot be told the device's VLAN.",
  ),
  eap_unsupported: fixed(
    "Từ chối: kiểu đăng nhập EAP chưa hỗ trợ.",
    "Refused: EAP logins are not supported.",
  ),
};

const both = (say: (language: keyof Said) => Said): Said => ({ vi: say("vi").vi, en: say("en").en });

/** Why a login was decided as it was, in one sentence for staff. */
export const staffSentence = (told: Told): Said => {
  const say = SENTENCES[told.outcome] ?? fixed(`Từ chối: ${told.outcome}.`, `Refused: ${told.outcome}.`);
  return both((language) => say(told, language));
};

const PEOPLE: Readonly<Record<string, Said>> = {
  ok: { vi: "Đã vào mạng.", en: "You are online." },
  blocked: { vi: "Số điện thoại đang tạm bị chặn.", en: "This phone number is blocked for now." },
  plan_ended: { vi: "Đã hết hạn sử dụng.", en: "Your access has ended." },
  outside_hours: { vi: "Wi-Fi không mở vào giờ này.", en: "Wi-Fi is closed at this hour." },
  quota_spent: { vi: "Đã dùng hết hạn mức.", en: "Your allowance is used up." },
  too_many_devices: { vi: "Đang dùng trên quá nhiều thiết bị.", en: "You are online on too many devices." },
};

/** The same, shortened for the person it concerns: what they can do something about, and nothing of the machinery. */
export const personSentence = (outcome: string): Said =>
  PEOPLE[outcome] ?? { vi: "Hãy đăng nhập lại.", en: "Please sign in again." };

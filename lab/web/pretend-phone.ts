import type { Nas } from "#access/nas/nas";
import { type Standing, standingOf } from "#access/quota/read-standing";
import type { World } from "#access/runtime/world";
import { findByPhone } from "#access/subscriber/store";
import { VENDORS } from "#access/vendors/vendors";
import { attributesOf } from "../journey.ts";
import type { Attachment } from "../nas/lab-nas.ts";
import type { Limits } from "../nas/limits.ts";
import type { Session, Standing as SessionStanding } from "../nas/session.ts";
import type { Inbox } from "../phone/messages.ts";
import { codeIn } from "../phone/messages.ts";

/** What happened to a phone, in the words of the page's phrases. */
type Happening = {
  /** epoch ms */
  readonly at: number;
  readonly what: "joined" | "message" | "accepted" | "rejected" | "silent" | "changed" | "ended" | "left";
  readonly detail: string;
};

/** A phone somebody plays with in the browser. */
export type PretendPhone = {
  readonly id: string;
  /** E.164 */
  readonly number: string;
  readonly nas: Nas;
  readonly attachment: Attachment;
  readonly inbox: Inbox;
  readonly happenings: Happening[];
  /** kbit/s the person would like; 0 rests */
  wish: number;
  /** what was last noticed, to tell what is new */
  noticed: {
    messages: number;
    verdict: unknown;
    changes: number;
    ended: string | null;
    session: Session | undefined;
  };
};

/** How a phone's session is served, by what the NAS was told. */
type Served = "full" | "slow" | "government-only";

const servedBy = (limits: Limits, granted: Limits): Served => {
  if (limits.filter !== null) return "government-only";
  return (limits.downKbps ?? Infinity) < (granted.downKbps ?? Infinity) ||
    (limits.downKbps ?? Infinity) < 1_000
    ? "slow"
    : "full";
};

const note = (phone: PretendPhone, at: number, what: Happening["what"], detail = ""): void => {
  phone.happenings.push({ at, what, detail });
};

const noticeSession = (
  phone: PretendPhone,
  at: number,
  { ended, changes, limits }: SessionStanding,
): void => {
  if (changes > phone.noticed.changes)
    note(phone, at, "changed", limits.downKbps === null ? "" : `${limits.downKbps} kbit/s`);
  if (ended !== null && phone.noticed.ended === null) note(phone, at, "ended", ended);
  phone.noticed.changes = changes;
  phone.noticed.ended = ended;
};

/** Writes down what is new since the last look. */
export const notice = (phone: PretendPhone, at: number): void => {
  const { noticed, attachment } = phone;
  const verdict = attachment.verdict();
  if (verdict && verdict !== noticed.verdict)
    note(phone, at, verdict.kind, verdict.kind === "rejected" ? (verdict.message ?? "") : "");
  noticed.verdict = verdict;
  const session = attachment.session();
  if (session && session !== noticed.session)
    phone.noticed = { ...noticed, session, changes: 0, ended: null };
  if (session) noticeSession(phone, at, session.standing());
};

/** A phone that just joined. */
export const joined = (
  phone: Pick<PretendPhone, "id" | "number" | "nas" | "attachment" | "inbox">,
  at: number,
): PretendPhone => ({
  ...phone,
  happenings: [{ at, what: "joined", detail: phone.nas.siteName }],
  wish: 0,
  noticed: { messages: 0, verdict: undefined, changes: 0, ended: null, session: undefined },
});

const MOST_KBPS = 50_000;

/** kbit/s that pass: what the person wants, at most what was granted. */
export const rateOf = ({ wish }: PretendPhone, { limits, ended }: SessionStanding): number =>
  ended === null ? Math.min(wish, limits.downKbps ?? MOST_KBPS) : 0;

const sessionOf = (phone: PretendPhone, session: Session) => {
  const standing = session.standing();
  return {
    totals: standing.totals,
    acknowledged: standing.acknowledged,
    limits: standing.limits,
    ended: standing.ended,
    rate: rateOf(phone, standing),
    served: servedBy(standing.limits, session.accepted.limits),
  };
};

const standingOfPhone = async (world: World, { number, nas }: PretendPhone): Promise<Standing | null> => {
  const subscriber = await findByPhone(world, number);
  return subscriber ? standingOf(world, subscriber.id, { zone: nas.zone, siteChain: nas.siteChain }) : null;
};

/** Everything the page shows of a phone. */
export const pictureOf = async (world: World, phone: PretendPhone) => {
  const messages = await phone.inbox.read();
  if (messages.length > phone.noticed.messages) note(phone, world.now(), "message");
  phone.noticed.messages = messages.length;
  notice(phone, world.now());
  const session = phone.attachment.session();
  return {
    id: phone.id,
    number: phone.number,
    site: phone.nas.siteName,
    accessPoint: phone.nas.name,
    family: VENDORS[phone.nas.kind].label,
    gateway: phone.attachment.gateway.origin,
    messages: messages.map((text) => ({ text, code: codeIn(text) })),
    wish: phone.wish,
    session: session ? sessionOf(phone, session) : null,
    attributes: attributesOf(phone.attachment.verdict()),
    plan: await standingOfPhone(world, phone).catch(() => null),
    happenings: phone.happenings,
    at: world.now(),
  };
};

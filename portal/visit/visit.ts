import { token } from "#access/runtime/random";
import type { HandoffContext } from "../dialects/dialect.ts";
import type { NoticeCode } from "../phrases/keys.ts";
import type { Language } from "../phrases/phrase.ts";

/** How long a visit is kept after it was last looked at, seconds. */
export const KEPT_FOR = 1_800;

/** What a person is told about what just happened; `untilAt` and the like are numbers or text that may be shown. */
export type Notice = {
  readonly code: NoticeCode;
  readonly fields: Readonly<Record<string, string | number>>;
};

/**
 * One window of one person at one NAS, kept on the server and found by its token.
 *
 * All windows a device opens within half an hour are one sitting: a code sent from one can be typed in the next.
 */
export type Visit = {
  /** 130 unguessable bits, in the address of every page */
  readonly token: string;
  readonly sitting: string;
  readonly slug: string;
  readonly context: HandoffContext;
  readonly language: Language;
  /**
   * Found again by the device's address alone, which anybody can claim: nothing personal is shown but the last
   * digits of the number.
   */
  readonly byDeviceAlone: boolean;
  /** E.164; to which a code was sent */
  readonly phone: string | null;
  /** ISO 3166-1 alpha-2 country of the number */
  readonly country: string | null;
  /** what was typed into the number field and refused */
  readonly typed: string | null;
  /** who proved to have the number */
  readonly subscriberId: number | null;
  /** the login id last given to the gateway */
  readonly loginId: string | null;
  /** the login id the gateway refused, where it is certain that it was this person's: its trace tells why */
  readonly refusedLogin: string | null;
  readonly notice: Notice | null;
};

/** A redirect that was believed, and what the browser wishes. */
export type Opening = {
  readonly slug: string;
  readonly context: HandoffContext;
  readonly language: Language;
};

/** What a visit knows of who is there, before it knows anything. */
export const NOBODY = {
  phone: null,
  country: null,
  typed: null,
  subscriberId: null,
  loginId: null,
  refusedLogin: null,
} as const satisfies Partial<Visit>;

const fresh = ({ slug, context, language }: Opening): Visit => ({
  token: token(26),
  sitting: token(26),
  slug,
  context,
  language,
  byDeviceAlone: false,
  ...NOBODY,
  notice: null,
});

const noticeOf = ({ context }: Opening): Notice | null => {
  if (context.phase === "failed") return { code: "gateway_refused", fields: {} };
  return context.phase === "signed-out" ? { code: "signed_out", fields: {} } : null;
};

const isOnline = ({ context }: Opening): boolean =>
  context.phase === "success" || context.phase === "already";

/**
 * The login id that was refused when the gateway says so: the one it names itself, or the device's last where the
 * gateway proved who speaks. Anybody can claim a device's address, and is not told why somebody else was refused.
 */
const refusedLoginOf = ({ context }: Opening, previous: Visit | null): string | null => {
  if (context.phase !== "failed") return null;
  if (context.loginId !== undefined) return context.loginId;
  return context.signed ? (previous?.loginId ?? previous?.refusedLogin ?? null) : null;
};

/**
 * The visit of a window that just opened, going on where the device's previous one was.
 *
 * Where the gateway proved that it made the redirect, the device's address is as good as the token; otherwise the
 * window is marked as found by the address alone.
 */
export const opened = (opening: Opening, previous: Visit | null): Visit => {
  const refusedLogin = refusedLoginOf(opening, previous);
  const visit = { ...fresh(opening), refusedLogin, notice: noticeOf(opening) };
  if (previous === null) return visit;
  return {
    ...visit,
    sitting: previous.sitting,
    byDeviceAlone: !opening.context.signed,
    phone: previous.phone,
    country: previous.country,
    subscriberId: previous.subscriberId,
    loginId: isOnline(opening) ? previous.loginId : null,
  };
};

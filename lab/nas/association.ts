import type { Nas } from "#access/nas/nas";
import { below, octets } from "#access/runtime/random";

/** A phone in range of a NAS, before and after it is let through. */
export type Association = {
  readonly nas: Nas;
  /** 12 lower-case hex digits */
  readonly mac: string;
  readonly ip: string;
  /** the NAS's Acct-Session-Id, the same before and after the login */
  readonly sessionId: string;
  /** 16 octets: the UAM or MikroTik challenge */
  readonly challenge: Buffer;
  /** one octet of MikroTik's http-chap */
  readonly chapId: number;
  /** where the person wanted to go */
  readonly originalUrl: string;
};

/** A made-up locally administered MAC address, 12 lower-case hex digits. */
export const pretendMac = (): string => `02${octets(5).toString("hex")}`;

/** A made-up Acct-Session-Id of a NAS. */
export const newSessionId = (nas: Nas): string => octets(nas.kind === "mikrotik" ? 4 : 8).toString("hex");

/** The same phone after a session ended: a new session id; the challenge stays, as chilli keeps it. */
export const renewed = (
  association: Association,
  sessionId = newSessionId(association.nas),
): Association => ({ ...association, sessionId });

/** A phone joins a NAS. */
export const associate = (nas: Nas, mac: string, sessionId = newSessionId(nas)): Association => ({
  nas,
  mac,
  ip: `10.${64 + below(64)}.${below(256)}.${2 + below(250)}`,
  sessionId,
  challenge: octets(16),
  chapId: below(256),
  originalUrl: "http://example.com/",
});

/** What a phone hands the gateway to be let through. */
export type Credential =
  | { readonly kind: "pap"; readonly userName: string; readonly password: string }
  | {
      readonly kind: "chap";
      readonly userName: string;
      readonly identifier: number;
      readonly response: Buffer;
      readonly challenge: Buffer;
    };

import type { Nas } from "./nas.ts";

/** What one Access-Request over UDP showed of the NAS that sent it. */
export type Sign =
  /** a right Message-Authenticator where a NAS may leave it out, so not with EAP */
  | "signed"
  | "unsigned"
  /** Proxy-State without Message-Authenticator: what the attack of CVE-2024-3596 needs */
  | "proxied";

/** Which of a NAS's secrets proved a packet. */
export type ProvedBy = "current" | "previous";

/** What the Access-Requests of a NAS showed so far; instants are epoch ms. */
export type Evidence = {
  readonly nasId: number;
  readonly signed: number;
  readonly unsigned: number;
  /** how many in a row were signed, since the last that was not */
  readonly run: number;
  /** when the first of them came */
  readonly runSince: number | null;
  readonly firstSeenAt: number | null;
  readonly lastSignedAt: number | null;
  readonly lastUnsignedAt: number | null;
  readonly proxiedAt: number | null;
  readonly currentSecretAt: number | null;
  readonly previousSecretAt: number | null;
};

/** A NAS of which nothing was seen. */
export const unseen = (nasId: number): Evidence => ({
  nasId,
  signed: 0,
  unsigned: 0,
  run: 0,
  runSince: null,
  firstSeenAt: null,
  lastSignedAt: null,
  lastUnsignedAt: null,
  proxiedAt: null,
  currentSecretAt: null,
  previousSecretAt: null,
});

/** When the row of signed requests began that goes on after one sign more. */
const runSinceAfter = ({ runSince }: Evidence, sign: Sign, at: number): number | null => {
  if (sign === "unsigned") return null;
  return sign === "signed" ? (runSince ?? at) : runSince;
};

/** Evidence and one sign more. @param at  epoch ms */
export const withSign = (known: Evidence, sign: Sign, at: number): Evidence => {
  const isSigned = sign === "signed";
  const isUnsigned = sign === "unsigned";
  return {
    nasId: known.nasId,
    signed: known.signed + (isSigned ? 1 : 0),
    unsigned: known.unsigned + (isUnsigned ? 1 : 0),
    run: isUnsigned ? 0 : known.run + (isSigned ? 1 : 0),
    runSince: runSinceAfter(known, sign, at),
    firstSeenAt: known.firstSeenAt ?? at,
    lastSignedAt: isSigned ? at : known.lastSignedAt,
    lastUnsignedAt: isUnsigned ? at : known.lastUnsignedAt,
    proxiedAt: sign === "proxied" ? at : known.proxiedAt,
    currentSecretAt: known.currentSecretAt,
    previousSecretAt: known.previousSecretAt,
  };
};

/** Evidence and the use of a secret. @param at  epoch ms */
export const withProof = (known: Evidence, by: ProvedBy, at: number): Evidence =>
  by === "current" ? { ...known, currentSecretAt: at } : { ...known, previousSecretAt: at };

const later = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

/** Evidence of one time and of the time after it, as one. */
export const joined = (before: Evidence, after: Evidence): Evidence => ({
  nasId: before.nasId,
  signed: before.signed + after.signed,
  unsigned: before.unsigned + after.unsigned,
  run: after.unsigned > 0 ? after.run : before.run + after.run,
  runSince: after.unsigned > 0 ? after.runSince : (before.runSince ?? after.runSince),
  firstSeenAt: before.firstSeenAt ?? after.firstSeenAt,
  lastSignedAt: later(before.lastSignedAt, after.lastSignedAt),
  lastUnsignedAt: later(before.lastUnsignedAt, after.lastUnsignedAt),
  proxiedAt: later(before.proxiedAt, after.proxiedAt),
  currentSecretAt: later(before.currentSecretAt, after.currentSecretAt),
  previousSecretAt: later(before.previousSecretAt, after.previousSecretAt),
});

/** So many signed requests in a row … */
export const ENOUGH = 20;
/** … over so long, ms, show that a NAS signs, and not only its first packets after a restart. */
export const LONG_ENOUGH_MS = 3_600_000;

/** Whether the evidence is enough to require the Message-Authenticator from now on. */
export const isProof = ({ run, runSince, lastSignedAt }: Evidence): boolean =>
  run >= ENOUGH && runSince !== null && lastSignedAt !== null && lastSignedAt - runSince >= LONG_ENOUGH_MS;

/** How safe the logins of a NAS are from a forged reply (CVE-2024-3596); the worst last. */
export const POSTURES = ["tls", "require", "learning", "never-seen", "legacy", "legacy-proxied"] as const;

export type Posture = (typeof POSTURES)[number];

/** The posture of a NAS; pure. A NAS that may speak both counts by its weaker way, UDP. */
export const postureOf = (
  { messageAuthenticator: mode, radsec }: Pick<Nas, "messageAuthenticator" | "radsec">,
  evidence: Pick<Evidence, "firstSeenAt" | "proxiedAt"> | undefined,
): Posture => {
  if (radsec?.required) return "tls";
  if (mode === "legacy") return evidence?.proxiedAt ? "legacy-proxied" : "legacy";
  if (!evidence?.firstSeenAt) return "never-seen";
  return mode === "require" ? "require" : "learning";
};

const ANYWHERE = /\/0$/;

/** Whether a NAS may send from any address, so that only what it says and its secret tell who it is. */
export const isFromAnywhere = ({ addresses }: Pick<Nas, "addresses">): boolean =>
  addresses.some((block) => ANYWHERE.test(block));

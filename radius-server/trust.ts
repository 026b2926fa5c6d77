import type { Nas } from "#access/nas/nas";
import { claimed, contradicts } from "./posture/claimed.ts";
import { ATTRIBUTE } from "./protocol/attributes.ts";
import { CODE, isAskedOf, type Service } from "./protocol/codes.ts";
import type { Packet } from "./protocol/packet.ts";
import { credentialOf, userPassword } from "./protocol/password.ts";
import type { Secret } from "./protocol/secret.ts";
import { accountingRequestIsAuthentic, messageAuthenticatorState } from "./protocol/verify.ts";

/** Why a packet of a known form is dropped in silence; counted by these names. */
type Distrust =
  | "nas-unknown"
  | "nas-disabled"
  | "radsec-required"
  | "nas-identifier-contradicts"
  | "code-not-asked"
  | "message-authenticator-missing"
  | "message-authenticator-wrong"
  | "message-authenticator-placeholder"
  | "proxy-state-unsigned"
  | "eap-unsigned"
  | "two-credentials"
  | "credential-missing"
  | "request-authenticator-wrong"
  | "proxy-loop";

/** The NAS a packet comes from and the secret that proved it, or why it is dropped. */
export type Trust =
  | { readonly kind: "trusted"; readonly nas: Nas; readonly secret: Secret }
  | { readonly kind: "dropped"; readonly reason: Distrust; readonly nasId: number };

/** More proxies than any honest path has. */
const MOST_PROXIES = 10;

const credentialFault = (packet: Packet): Distrust | undefined => {
  const isSigned = packet.hasMessageAuthenticator;
  const credential = credentialOf(packet);
  if (credential === "eap" && !isSigned) return "eap-unsigned";
  if (credential === "both") return "two-credentials";
  return credential === "none" && !isSigned ? "credential-missing" : undefined;
};

/** What is wrong with the form of an Access-Request, judged before any digest (RFC 3579 section 3.3 note 1). */
const formFault = (packet: Packet, nas: Nas): Distrust | undefined => {
  const isSigned = packet.hasMessageAuthenticator;
  if (nas.messageAuthenticator === "require" && !isSigned) return "message-authenticator-missing";
  // CVE-2024-3596: the attack hides in Proxy-State, which no NAS sends by itself
  if (!isSigned && packet.count(ATTRIBUTE["Proxy-State"]) > 0) return "proxy-state-unsigned";
  return credentialFault(packet);
};

const signatureFault = (packet: Packet, secret: Secret): Distrust | undefined => {
  const state = messageAuthenticatorState(packet, secret);
  // RFC 5997 section 3: a Status-Server without one is not answered
  if (state === "absent")
    return packet.code === CODE["Status-Server"] ? "message-authenticator-missing" : undefined;
  if (state === "placeholder") return "message-authenticator-placeholder";
  return state === "invalid" ? "message-authenticator-wrong" : undefined;
};

const digestFault = (packet: Packet, secret: Secret): Distrust | undefined => {
  if (packet.code === CODE["Accounting-Request"] && !accountingRequestIsAuthentic(packet, secret)) {
    return "request-authenticator-wrong";
  }
  return signatureFault(packet, secret);
};

/**
 * Whether a password reads as text under a secret: where there are several, that alone tells which one hid it in a login
 * that is not signed. A password of 16 octets hidden with another reads as text once in ten million times.
 */
const readsWith = (packet: Packet, secret: Secret): boolean => {
  const password = userPassword(packet, secret);
  return (
    password !== undefined && password.length > 0 && password.every((octet) => octet >= 0x20 && octet < 0x7f)
  );
};

/** What is wrong with a packet of this NAS, whatever its secret. */
const claimFault = (packet: Packet, service: Service, nas: Nas): Distrust | undefined => {
  if (!nas.enabled) return "nas-disabled";
  // radiusdtls-bis: what must come over TLS may not come in the clear as well
  if (nas.radsec?.required) return "radsec-required";
  if (!isAskedOf(service, packet.code)) return "code-not-asked";
  if (packet.count(ATTRIBUTE["Proxy-State"]) > MOST_PROXIES) return "proxy-loop";
  return packet.code === CODE["Access-Request"] ? formFault(packet, nas) : undefined;
};

type Trusted = Extract<Trust, { readonly kind: "trusted" }>;

/** Adds the secrets of a NAS that a packet may be made with. @returns why it is with none */
const addProofs = (
  possible: Trusted[],
  packet: Packet,
  nas: Nas,
  secrets: readonly Secret[],
): Distrust | undefined => {
  let first: Distrust | undefined;
  let isProved = false;
  for (const secret of secrets) {
    const wrong = digestFault(packet, secret);
    if (!wrong) {
      possible.push({ kind: "trusted", nas, secret });
      isProved = true;
    }
    first ??= wrong;
  }
  return isProved ? undefined : (first ?? "request-authenticator-wrong");
};

const likeliest = (packet: Packet, possible: readonly Trusted[]): Trusted | undefined =>
  possible.length > 1
    ? (possible.find(({ secret }) => readsWith(packet, secret)) ?? possible[0])
    : possible[0];

/**
 * Judges a packet by everything that needs no store; pure. The first secret that proves it is the one it is answered with,
 * and says whose it is where several NAS look alike; one that none of several proves is nobody's fault.
 *
 * @param nearest  the one of several candidates whose block around the source address is narrower than any other's
 */
export const judge = (
  packet: Packet,
  service: Service,
  candidates: readonly Nas[],
  secretsOf: (nas: Nas) => readonly Secret[],
  nearest?: Nas,
): Trust => {
  const alike = claimed(packet, candidates, nearest);
  const possible: Trusted[] = [];
  let reason: Distrust = "nas-unknown";
  for (const nas of alike) {
    const fault = claimFault(packet, service, nas) ?? addProofs(possible, packet, nas, secretsOf(nas));
    if (fault && reason === "nas-unknown") reason = fault;
  }
  const [only] = alike;
  return (
    likeliest(packet, possible) ?? {
      kind: "dropped",
      reason,
      nasId: alike.length === 1 && only ? only.id : 0,
    }
  );
};

const faultOverTls = (packet: Packet, service: Service, nas: Nas, secret: Secret): Distrust | undefined => {
  if (!nas.enabled) return "nas-disabled";
  if (!isAskedOf(service, packet.code)) return "code-not-asked";
  if (contradicts(packet, nas)) return "nas-identifier-contradicts";
  if (packet.count(ATTRIBUTE["Proxy-State"]) > MOST_PROXIES) return "proxy-loop";
  const fault = packet.code === CODE["Access-Request"] ? credentialFault(packet) : undefined;
  return fault ?? digestFault(packet, secret);
};

/**
 * Judges a packet of a NAS that TLS proved; pure. The Message-Authenticator modes are for UDP and not asked here, but
 * one that is there must be right (radiusdtls-bis, "Malformed Packets and Unknown clients").
 */
export const judgeOverTls = (packet: Packet, service: Service, nas: Nas, secret: Secret): Trust => {
  const reason = faultOverTls(packet, service, nas, secret);
  return reason ? { kind: "dropped", reason, nasId: nas.id } : { kind: "trusted", nas, secret };
};

import { postureOf } from "#access/nas/evidence";
import type { StoredEvidence } from "#access/nas/evidence-store";
import type { AccessPoint } from "./shapes.ts";
import type { PlacedNas } from "./store.ts";

/** How safe an access point's logins are, and on what evidence; pure. */
export const signaturesOf = (
  {
    messageAuthenticator: mode,
    omitsReplySignature,
    radsecRequired,
  }: Pick<PlacedNas, "messageAuthenticator" | "omitsReplySignature" | "radsecRequired">,
  evidence: StoredEvidence | undefined,
): AccessPoint["signatures"] => {
  const required = { required: radsecRequired, pskIdentity: null, psk: null, fingerprint: null, name: null };
  return {
    posture: postureOf({ messageAuthenticator: mode, radsec: required }, evidence),
    mode,
    omitsReplySignature,
    signed: evidence?.signed ?? 0,
    unsigned: evidence?.unsigned ?? 0,
    run: evidence?.run ?? 0,
    runSince: evidence?.runSince ?? null,
    lastUnsignedAt: evidence?.lastUnsignedAt ?? null,
    proxiedAt: evidence?.proxiedAt ?? null,
    requiredAt: evidence?.requiredAt ?? null,
    currentSecretAt: evidence?.currentSecretAt ?? null,
    previousSecretAt: evidence?.previousSecretAt ?? null,
  };
};

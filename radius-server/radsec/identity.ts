import type { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import type { TLSSocket } from "node:tls";
import { parseAddress } from "#access/nas/address";
import type { Nas } from "#access/nas/nas";
import type { TlsIdentity } from "#access/nas/radsec";
import type { NasTable } from "#access/nas/table";

/** Why the other side of a handshake is nobody we know; counted by these names. */
export type Stranger =
  | "radsec-identity-unknown"
  | "radsec-identity-ambiguous"
  | "radsec-certificate-missing"
  | "radsec-certificate-expired"
  | "radsec-certificate-untrusted";

/** What a handshake proved, and for how long. */
export type Proof = {
  readonly identity: TlsIdentity;
  readonly nasId: number;
  /** the key it was proved with, hexadecimal; null for a certificate */
  readonly psk: string | null;
  /** epoch ms at which the certificate ends; infinite for a key */
  readonly endsAt: number;
};

/** A proof by pre-shared key, from the NAS whose key the handshake used. */
export const proofByKey = (nas: Nas): Proof => ({
  identity: { kind: "psk", value: nas.radsec?.pskIdentity ?? "" },
  nasId: nas.id,
  psk: nas.radsec?.psk ?? null,
  endsAt: Number.POSITIVE_INFINITY,
});

/** The text of subjectAltName only suggests names, as it can be made to mislead; OpenSSL has to confirm each. */
const confirms = (certificate: X509Certificate, name: string): boolean =>
  isIP(name) === 0
    ? certificate.checkHost(name, { subject: "never", wildcards: false }) !== undefined
    : certificate.checkIP(name) !== undefined;

const namesIn = (certificate: X509Certificate): readonly string[] =>
  (certificate.subjectAltName ?? "")
    .split(", ")
    .flatMap((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? [])
    .map((name) => (isIP(name) === 0 ? name.toLowerCase() : String(parseAddress(name))))
    .filter((name) => confirms(certificate, name));

const identitiesIn = (certificate: X509Certificate): readonly TlsIdentity[] => [
  { kind: "fingerprint", value: certificate.fingerprint256.replaceAll(":", "").toLowerCase() },
  ...namesIn(certificate).map((value) => ({ kind: "name" as const, value })),
];

/** A certificate names one NAS: by its fingerprint, else by the names in it, which must agree. */
const namedBy = (certificate: X509Certificate, table: NasTable): Proof | Stranger => {
  const known = identitiesIn(certificate).flatMap((identity) => {
    const nas = table.byTlsIdentity(identity);
    return nas ? [{ identity, nasId: nas.id }] : [];
  });
  const [first] = known;
  if (!first) return "radsec-identity-unknown";
  const isAmbiguous = first.identity.kind === "name" && known.some(({ nasId }) => nasId !== first.nasId);
  if (isAmbiguous) return "radsec-identity-ambiguous";
  return { ...first, psk: null, endsAt: Date.parse(certificate.validTo) };
};

/** Who the certificate of a finished handshake names (radiusdtls-bis section 3.3.1). */
export const proofByCertificate = (socket: TLSSocket, table: NasTable): Proof | Stranger => {
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return "radsec-certificate-missing";
  if (socket.authorized) return namedBy(certificate, table);
  return String(socket.authorizationError) === "CERT_HAS_EXPIRED"
    ? "radsec-certificate-expired"
    : "radsec-certificate-untrusted";
};

/** The NAS a proof stands for now; undefined once its identity or key was taken away or its certificate ended. */
export const stillProved = (
  { identity, nasId, psk, endsAt }: Proof,
  table: NasTable,
  at: number,
): Nas | undefined => {
  const nas = table.byTlsIdentity(identity);
  if (!nas || nas.id !== nasId || at >= endsAt) return undefined;
  return identity.kind === "psk" && nas.radsec?.psk !== psk ? undefined : nas;
};

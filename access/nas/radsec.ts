import { isIP } from "node:net";
import { Failure } from "../runtime/failure.ts";
import { parseAddress } from "./address.ts";

/** How a NAS proves itself over TLS (RFC 6614 section 2.4, RFC 9813); each way it does not use is null. */
export type NasRadsec = {
  /** whether it may speak TLS alone, so that nothing is taken from it over UDP */
  readonly required: boolean;
  /** TLS-PSK identity, up to 128 octets of UTF-8 */
  readonly pskIdentity: string | null;
  /** pre-shared key, hexadecimal, 16 to 64 octets; never the secret of UDP */
  readonly psk: string | null;
  /** SHA-256 of its certificate, 64 lower-case hexadecimal digits */
  readonly fingerprint: string | null;
  /** dNSName or iPAddress among its certificate's subjectAltName, lower case */
  readonly name: string | null;
};

/** What a TLS handshake proved of the other side. */
export type TlsIdentity = { readonly kind: "psk" | "fingerprint" | "name"; readonly value: string };

/** The TLS identities that stand for a NAS. */
export const identitiesOf = ({ radsec }: { readonly radsec?: NasRadsec }): readonly TlsIdentity[] =>
  [
    { kind: "psk" as const, value: radsec?.pskIdentity },
    { kind: "fingerprint" as const, value: radsec?.fingerprint },
    { kind: "name" as const, value: radsec?.name },
  ].flatMap(({ kind, value }) => (value ? [{ kind, value }] : []));

/** A SHA-256 fingerprint with or without colons. @throws Failure `radsec_fingerprint_invalid` */
export const parseFingerprint = (text: string): string => {
  const digits = text.trim().replaceAll(":", "").toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(digits)) throw new Failure("radsec_fingerprint_invalid", { fingerprint: text });
  return digits;
};

/** A host name or an address as it stands in a subjectAltName; no wildcard. @throws Failure `radsec_name_invalid` */
export const parseCertificateName = (text: string): string => {
  const name = text.trim().toLowerCase();
  if (isIP(name) !== 0) return String(parseAddress(name));
  if (!/^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9]([a-z0-9-]{0,62}))*$/.test(name))
    throw new Failure("radsec_name_invalid", { name: text });
  return name;
};

/** A TLS-PSK identity (RFC 9813 section 6.2: UTF-8, up to 128 octets). @throws Failure `radsec_psk_identity_invalid` */
export const parsePskIdentity = (text: string): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (!/^[^\u0000-\u001f\u007f]+$/.test(text) || Buffer.byteLength(text) > 128)
    throw new Failure("radsec_psk_identity_invalid", { identity: text });
  return text;
};

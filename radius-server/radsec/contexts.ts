import { constants } from "node:crypto";
import { createServer, type Server, type TLSSocket, type TlsOptions } from "node:tls";
import { Failure } from "#access/runtime/failure";
import type { Settings } from "#access/runtime/settings";
import { CERTIFICATE_SUITES, PSK_SUITES, SUITES_1_3 } from "./suites.ts";

/** Finds the key, hexadecimal, of an identity a peer claims; undefined where there is none. */
export type KeyFinder = (socket: TLSSocket, identity: string) => string | undefined;

/** The two ways to prove oneself; one that is not configured is absent. */
export type Contexts = { readonly psk?: Server; readonly certificate?: Server };

const COMMON: TlsOptions = {
  minVersion: "TLSv1.2",
  ALPNProtocols: ["radius/1.0"], // RFC 9765 section 3: radius/1.1 would be another protocol
  // Resuming would let a certificate or key live on that was taken away meanwhile. TLS 1.3 hands out tickets all the
  // same, which nothing is kept of.
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_CIPHER_SERVER_PREFERENCE,
};

/**
 * Without a certificate of ours there is nothing a handshake could fall back to: it ends with the key the peer's
 * identity has, or not at all. In one context with certificates OpenSSL asks for the key and may then go on without.
 */
const pskContext = (keyOf: KeyFinder): Server =>
  createServer({
    ...COMMON,
    ciphers: `${SUITES_1_3}:${[...PSK_SUITES.values()].join(":")}`,
    dhparam: "auto" as never, // @types/node 20 knows only own parameters here
    pskCallback: (socket, identity) => {
      const key = keyOf(socket, identity);
      return key === undefined ? null : Buffer.from(key, "hex");
    },
  });

/** Peers without a good certificate finish the handshake too, so that the reason can be counted; they get no further. */
const certificateContext = ({ RADSEC_CERT, RADSEC_KEY, RADSEC_CA }: Settings): Server => {
  try {
    return createServer({
      ...COMMON,
      ciphers: `${SUITES_1_3}:${CERTIFICATE_SUITES}`,
      cert: RADSEC_CERT,
      key: RADSEC_KEY,
      ca: RADSEC_CA,
      requestCert: true,
      rejectUnauthorized: false,
    });
  } catch (cause) {
    throw new Failure("radsec_certificate_unreadable", {}, { cause });
  }
};

/**
 * The ways to prove oneself that are configured.
 *
 * @throws Failure `radsec_certificate_unreadable` when certificate, key or CA are no PEM or do not fit together
 */
export const contextsOf = (settings: Settings, keyOf: KeyFinder): Contexts => ({
  ...(settings.RADSEC_PSK === "on" && { psk: pskContext(keyOf) }),
  ...(settings.RADSEC_CERT !== "" && { certificate: certificateContext(settings) }),
});

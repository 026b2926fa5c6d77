/**
 * Cipher suites of TLS 1.2 by pre-shared key alone, the best first: their numbers in a ClientHello and their names in
 * OpenSSL. RFC 9813 section 4.2.1 wants forward secrecy, so plain PSK comes last, for access points that have no other.
 */
export const PSK_SUITES: ReadonlyMap<number, string> = new Map([
  [0xccac, "ECDHE-PSK-CHACHA20-POLY1305"],
  [0x00ab, "DHE-PSK-AES256-GCM-SHA384"],
  [0x00aa, "DHE-PSK-AES128-GCM-SHA256"],
  [0xc038, "ECDHE-PSK-AES256-CBC-SHA384"],
  [0xc037, "ECDHE-PSK-AES128-CBC-SHA256"],
  [0x00a9, "PSK-AES256-GCM-SHA384"],
  [0x00a8, "PSK-AES128-GCM-SHA256"],
]);

/** Suites of TLS 1.3 in OpenSSL's names; a pre-shared key of RFC 8446 section 4.2.11 goes with SHA-256. */
export const SUITES_1_3 = "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384";

/** Suites of TLS 1.2 with certificates: forward secrecy and authenticated encryption only (RFC 9325 section 4.2). */
export const CERTIFICATE_SUITES = "ECDHE+AESGCM:ECDHE+CHACHA20";

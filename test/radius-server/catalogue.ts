import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE, type Service } from "#radius-server/protocol/codes";
import { hidePassword } from "#radius-server/protocol/password";
import { secretOf } from "#radius-server/protocol/secret";
import { type Attribute, octets, request, text, u32 } from "#radius-server/protocol/write";
import { AUTHENTICATOR, attribute, datagram, spoiled } from "./protocol/datagrams.ts";

/** The secret of the NAS that sends all this. */
export const SECRET = "testing123-of-the-catalogue";
const KEY = secretOf(SECRET);

/** A login nobody issued a grant for, otherwise right. */
export const login = (more: readonly Attribute[] = []): Uint8Array =>
  request(
    CODE["Access-Request"],
    7,
    [
      text(ATTRIBUTE["User-Name"], "w-000000000000"),
      octets(ATTRIBUTE["User-Password"], hidePassword(Buffer.from("x"), KEY, AUTHENTICATOR)),
      ...more,
    ],
    KEY,
    { requestAuthenticator: AUTHENTICATOR },
  );

/** An Access-Request without Message-Authenticator. */
export const unsigned = (attributes: readonly Attribute[]): Uint8Array =>
  request(CODE["Access-Request"], 7, attributes, KEY, {
    requestAuthenticator: AUTHENTICATOR,
    messageAuthenticator: "absent",
  });

/** An Accounting-Request. */
export const report = (attributes: readonly Attribute[]): Uint8Array =>
  request(CODE["Accounting-Request"], 7, attributes, KEY);

const manyOctets = (length: number): Uint8Array[] => [
  ...Array.from({ length: Math.floor((length - 20) / 255) }, () => attribute(18, Buffer.alloc(253, 65))),
  Buffer.alloc((length - 20) % 255, 65),
];

/** A row of the catalogue: its number and subject, the name it is counted by, where it is sent, what it is. */
export type Row = readonly [row: string, reason: string, service: Service, make: () => Uint8Array];

/** A User-Name. */
export const name = text(ATTRIBUTE["User-Name"], "w-000000000000");
const signature = attribute(ATTRIBUTE["Message-Authenticator"], Buffer.alloc(16, 1));
/** The Acct-Status-Type of a Start. */
export const start = u32(ATTRIBUTE["Acct-Status-Type"], 1);
const proxyState = text(ATTRIBUTE["Proxy-State"], "p");

/** The rows of the malformed catalogue that UDP must answer with silence, each with the name it is counted by. */
export const ROWS: readonly Row[] = [
  ["1: 19 octets", "short", "authentication", () => datagram(1).subarray(0, 19)],
  ["1: nothing at all", "short", "authentication", () => Buffer.alloc(0)],
  ["2: Length 19", "length-below-20", "authentication", () => datagram(1, [], { length: 19 })],
  ["3: Length beyond the datagram", "length-beyond-datagram", "authentication", () => datagram(1, [], { length: 21 })],
  ["5: 4097 octets", "too-long", "authentication", () => datagram(1, manyOctets(4097))],
  ["5: a report of 4096 octets", "too-long", "accounting", () => datagram(4, manyOctets(4096))],
  ["6: code 0", "unknown-code", "authentication", () => datagram(0)],
  ["6: code 53", "unknown-code", "authentication", () => datagram(53)],
  ["6: code 255", "unknown-code", "accounting", () => datagram(255)],
  ["7: an Access-Accept", "code-not-asked", "authentication", () => datagram(2)],
  ["7: an Access-Reject", "code-not-asked", "authentication", () => datagram(3)],
  ["7: an Accounting-Response", "code-not-asked", "accounting", () => datagram(5)],
  ["7: an Access-Challenge", "code-not-asked", "authentication", () => datagram(11)],
  ["8: a report to the port of logins", "code-not-asked", "authentication", () => report([start])],
  ["8: a login to the port of reports", "code-not-asked", "accounting", () => login()],
  ["9: a Disconnect-Request", "code-not-asked", "authentication", () => request(40, 7, [name], KEY)],
  ["9: a CoA-Request", "code-not-asked", "accounting", () => request(43, 7, [name], KEY)],
  ["11: an attribute of length 0", "attribute-length", "authentication", () => datagram(1, [Buffer.of(1, 0)])],
  ["11: an attribute of length 1", "attribute-length", "accounting", () => datagram(4, [Buffer.of(1, 1)])],
  ["12: an attribute that overruns", "attribute-overrun", "authentication", () => datagram(1, [Buffer.of(1, 9, 65)])],
  ["12: a stray last octet", "attribute-overrun", "authentication", () => datagram(1, [Buffer.of(1)])],
  ["13: an attribute of type 0", "attribute-type-zero", "authentication", () => datagram(1, [attribute(0, "x")])],
  ["14: 201 attributes", "too-many-attributes", "authentication", () => datagram(1, Array(201).fill(attribute(33, "")))],
  ["18: a Message-Authenticator of 17", "message-authenticator-length", "authentication", () => datagram(1, [attribute(80, Buffer.alloc(15))])],
  ["19: two Message-Authenticators", "two-message-authenticators", "authentication", () => datagram(1, [signature, signature])],
  ["20: a wrong Message-Authenticator", "message-authenticator-wrong", "authentication", () => datagram(1, [signature, attribute(1, "bob")])],
  ["20: one octet changed after signing", "message-authenticator-wrong", "authentication", () => spoiled(login(), 45)],
  ["21: a Message-Authenticator of zeros", "message-authenticator-placeholder", "authentication", () => datagram(1, [attribute(80, Buffer.alloc(16))])],
  ["23: Proxy-State without a signature", "proxy-state-unsigned", "authentication", () => unsigned([name, proxyState])],
  ["24: EAP without a signature", "eap-unsigned", "authentication", () => unsigned([name, text(79, "hello")])],
  ["25: an unsigned Status-Server", "message-authenticator-missing", "authentication", () => datagram(12)],
  ["25: an unsigned Status-Server", "message-authenticator-missing", "accounting", () => datagram(12)],
  ["25: a Status-Server with a wrong signature", "message-authenticator-wrong", "accounting", () => datagram(12, [signature])],
  ["28: neither credential nor signature", "credential-missing", "authentication", () => unsigned([name])],
  ["29: two credentials", "two-credentials", "authentication", () => login([octets(ATTRIBUTE["CHAP-Password"], Buffer.alloc(17))])],
  ["29: EAP beside a password", "two-credentials", "authentication", () => login([text(ATTRIBUTE["EAP-Message"], "hello")])],
  ["39: a wrong Request Authenticator", "request-authenticator-wrong", "accounting", () => spoiled(report([start]), 10)],
  ["39: a Request Authenticator of zeros", "request-authenticator-wrong", "accounting", () => datagram(4, [attribute(44, "8")], { authenticator: Buffer.alloc(16) })],
  ["40: a report without Acct-Status-Type", "status-type-missing", "accounting", () => report([text(ATTRIBUTE["Acct-Session-Id"], "8")])],
  ["40: a report without Acct-Session-Id", "session-id-missing", "accounting", () => report([start])],
  ["46: our own Status-Server answer", "code-not-asked", "authentication", () => request(2, 7, [], KEY)],
  ["51: eleven Proxy-States", "proxy-loop", "authentication", () => login(Array(11).fill(proxyState))],
]; // biome-ignore format: one row a line

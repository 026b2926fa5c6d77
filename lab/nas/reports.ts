import type { Nas } from "#access/nas/nas";
import type { Association, Credential } from "./association.ts";
import type { Attribute } from "./codec.ts";
import { FAMILIES } from "./family.ts";
import { PERSONALITIES, type Personality } from "./personality.ts";

/** Running totals of a session as its NAS counts them. */
export type Totals = {
  /** octets from the person */
  readonly up: number;
  /** octets to the person */
  readonly down: number;
  readonly seconds: number;
};

/** What a report is about. */
export type Report = {
  readonly status: "Start" | "Interim-Update" | "Stop";
  readonly userName: string;
  /** echoed from the Access-Accept; RFC 2865 section 5.25 */
  readonly classes: readonly Buffer[];
  readonly totals: Totals;
  /** epoch ms */
  readonly at: number;
  readonly cause: string | null;
};

const WIFI = 19;
const WORD = 2 ** 32;
const PACKET_OCTETS = 1_200;

const epochSeconds = (at: number): Buffer => {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(Math.floor(at / 1_000));
  return value;
};

const whichNas = (nas: Nas, { address }: Personality): Attribute[] => [
  ["NAS-IP-Address", address],
  ...(nas.nasIdentifier === null ? [] : [["NAS-Identifier", nas.nasIdentifier] as const]),
];

const whichPhone = ({ nas, mac, ip, sessionId }: Association): Attribute[] => [
  ["Acct-Session-Id", sessionId],
  ["Calling-Station-Id", FAMILIES[nas.kind].macText(mac)],
  ["Called-Station-Id", nas.kind === "mikrotik" ? "hotspot1" : `00-11-22-33-44-55:${nas.slug}`],
  ["Framed-IP-Address", ip],
  ["NAS-Port-Type", WIFI],
];

const proof = (credential: Credential): Attribute[] =>
  credential.kind === "pap"
    ? [["User-Password", credential.password]]
    : [
        ["CHAP-Password", Buffer.concat([Buffer.of(credential.identifier), credential.response])],
        ["CHAP-Challenge", credential.challenge],
      ];

/** The attributes of an Access-Request, in the family's manner. */
export const accessAttributes = (
  association: Association,
  credential: Credential,
  personality = PERSONALITIES.plain,
): readonly Attribute[] => [
  ["User-Name", credential.userName],
  ...proof(credential),
  ...whichNas(association.nas, personality),
  ...whichPhone(association),
  ...FAMILIES[association.nas.kind].accessExtras,
];

/** Input and output as the NAS names them: chilli's are the client's, and so are those of one that swaps them. */
const sides = (nas: Nas, { up, down }: Totals, { swapsOctets }: Personality): [number, number] =>
  swapsOctets || FAMILIES[nas.kind].viewpoint === "client" ? [down, up] : [up, down];

/** RFC 2869 sections 5.1 and 5.2: each wrap past 2^32 is one gigaword, which some NAS keep to themselves. */
const gigawords = (input: number, output: number, { saysGigawords }: Personality): Attribute[] =>
  saysGigawords
    ? [
        ["Acct-Input-Gigawords", Math.floor(input / WORD)],
        ["Acct-Output-Gigawords", Math.floor(output / WORD)],
      ]
    : [];

const counted = (nas: Nas, totals: Totals, personality: Personality): Attribute[] => {
  const [input, output] = sides(nas, totals, personality);
  return [
    ["Acct-Session-Time", totals.seconds],
    ["Acct-Input-Octets", input % WORD],
    ["Acct-Output-Octets", output % WORD],
    ...gigawords(input, output, personality),
    ["Acct-Input-Packets", Math.ceil(input / PACKET_OCTETS)],
    ["Acct-Output-Packets", Math.ceil(output / PACKET_OCTETS)],
  ];
};

/** A NAS that swaps its octets without saying so has no attribute to say it with. */
const accountingExtras = (nas: Nas, { swapsOctets }: Personality): readonly Attribute[] =>
  swapsOctets ? [] : FAMILIES[nas.kind].accountingExtras;

/** The attributes of an Accounting-Request about a session. */
export const reportAttributes = (
  association: Association,
  report: Report,
  personality = PERSONALITIES.plain,
): readonly Attribute[] => [
  ["Acct-Status-Type", report.status],
  ["User-Name", report.userName],
  ...(personality.reusesSessionIds ? [] : report.classes.map((value): Attribute => ["Class", value])),
  ...whichNas(association.nas, personality),
  ...whichPhone(association),
  ["Acct-Authentic", "RADIUS"],
  ["Event-Timestamp", epochSeconds(personality.clock(report.at))],
  ["Acct-Delay-Time", 0],
  ...counted(association.nas, report.totals, personality),
  ...(report.cause === null ? [] : [["Acct-Terminate-Cause", report.cause] as const]),
  ...accountingExtras(association.nas, personality),
];

/** The attributes of Accounting-On and -Off: the NAS itself, no session. */
export const presenceAttributes = (
  nas: Nas,
  status: "Accounting-On" | "Accounting-Off",
  at: number,
  personality = PERSONALITIES.plain,
): readonly Attribute[] => [
  ["Acct-Status-Type", status],
  ["Acct-Session-Id", "00000000"],
  ...whichNas(nas, personality),
  ["Event-Timestamp", epochSeconds(personality.clock(at))],
  ...accountingExtras(nas, personality),
];

import type { Facts } from "../admission/admission.ts";
import type { SessionLimits } from "../admission/limits.ts";

/** What a login was asked with; short, and nothing that is secret or names a person. */
export type Asked = {
  /** `letter`: of a gateway that speaks no RADIUS and asks the portal */
  readonly by: "pap" | "chap" | "eap" | "none" | "both" | "letter";
  /** whether it carried a Message-Authenticator; a letter bears its mark always */
  readonly signed: boolean;
  /** Called-Station-Id, NAS-Port-Id and the person's address where the NAS said them */
  readonly called?: string | undefined;
  readonly port?: string | undefined;
  readonly address?: string | undefined;
};

/** What the decision rested on, as far as it mattered. */
export type Known = {
  /** other devices of the person that were online, and how many may be at once; null for any number */
  readonly others: number;
  readonly devices: number | null;
  /** epoch ms */
  readonly planSince: number;
  /** each allowance: octets or seconds, per what, how many, how many left, epoch ms at which it is full again */
  readonly lines: readonly {
    readonly of: string;
    readonly per: string;
    readonly limit: number;
    readonly left: number;
    readonly resetsAt: number | null;
  }[];
};

/** Whom a grant was made for, where the request came from somebody else. */
export type Expected = { readonly nasId?: number; readonly mac?: string; readonly address?: string };

/** Why a login was decided as it was. The check that decided is kept beside it, as the outcome. */
export type Trace = {
  /** code of the reply: 2 Access-Accept, 3 Access-Reject, also where it was no RADIUS */
  readonly code: 2 | 3;
  readonly asked: Asked;
  readonly known?: Known | undefined;
  readonly expected?: Expected | undefined;
  readonly limits?: SessionLimits | undefined;
};

/** The facts of an admission that can matter for a sentence about it. */
export const knownOf = ({ otherDevices, policy, planSince, lines }: Facts): Known => ({
  others: otherDevices,
  devices: policy.devices,
  planSince,
  lines,
});

type PackedLine = readonly [of: string, per: string, limit: number, left: number, resetsAt: number | null];

/** Without names: each login writes one, and names would be two thirds of it. Empty text and 0 stand for what is absent. */
type PackedTrace = readonly [
  code: 2 | 3,
  by: Asked["by"],
  signed: 0 | 1,
  called: string,
  port: string,
  address: string,
  known:
    | readonly [others: number, devices: number | null, planSince: number, lines: readonly PackedLine[]]
    | 0,
  expected: Expected | 0,
  limits:
    | readonly [
        profile: SessionLimits["profile"],
        sessionTimeout: number | null,
        idleTimeout: number | null,
        totalOctets: number | null,
        downKbps: number | null,
        upKbps: number | null,
        interimSeconds: number,
      ]
    | 0,
];

const packedKnown = ({ others, devices, planSince, lines }: Known): PackedTrace[6] => [
  others,
  devices,
  planSince,
  lines.map(({ of, per, limit, left, resetsAt }): PackedLine => [of, per, limit, left, resetsAt]),
];

const packedLimits = (limits: SessionLimits): PackedTrace[8] => [
  limits.profile,
  limits.sessionTimeout,
  limits.idleTimeout,
  limits.totalOctets,
  limits.downKbps,
  limits.upKbps,
  limits.interimSeconds,
];

/** A trace as the ledger stream carries it and the table keeps it. */
export const traceText = ({ code, asked, known, expected, limits }: Trace): string => {
  const packed: PackedTrace = [
    code,
    asked.by,
    asked.signed ? 1 : 0,
    asked.called ?? "",
    asked.port ?? "",
    asked.address ?? "",
    known ? packedKnown(known) : 0,
    expected ?? 0,
    limits ? packedLimits(limits) : 0,
  ];
  return JSON.stringify(packed);
};

const askedOf = ([, by, signed, called, port, address]: PackedTrace): Asked => ({
  by,
  signed: signed === 1,
  ...(called && { called }),
  ...(port && { port }),
  ...(address && { address }),
});

const knownIn = ([others, devices, planSince, lines]: Exclude<PackedTrace[6], 0>): Known => ({
  others,
  devices,
  planSince,
  lines: lines.map(([of, per, limit, left, resetsAt]) => ({ of, per, limit, left, resetsAt })),
});

const limitsIn = (packed: Exclude<PackedTrace[8], 0>): SessionLimits => {
  const [profile, sessionTimeout, idleTimeout, totalOctets, downKbps, upKbps, interimSeconds] = packed;
  return { profile, sessionTimeout, idleTimeout, totalOctets, downKbps, upKbps, interimSeconds };
};

/** Reads what `traceText` wrote, or a trace as it was kept before: as an object. */
export const readTrace = (text: string): Trace => {
  const kept = JSON.parse(text) as PackedTrace | Trace;
  if ("code" in kept) return kept;
  const [code, , , , , , known, expected, limits] = kept;
  return {
    code,
    asked: askedOf(kept),
    ...(known !== 0 && { known: knownIn(known) }),
    ...(expected !== 0 && { expected }),
    ...(limits !== 0 && { limits: limitsIn(limits) }),
  };
};

/** Days a trace is kept. */
export const KEPT_DAYS = 30;

import type { Facts } from "../admission/admission.ts";
import type { SessionLimits } from "../admission/limits.ts";

/** What an Access-Request asked with; short, and nothing that is secret or names a person. */
export type Asked = {
  readonly by: "pap" | "chap" | "eap" | "none" | "both";
  /** whether it carried a Message-Authenticator */
  readonly signed: boolean;
  /** Called-Station-Id, NAS-Port-Id and the person's address where the NAS said them */
  readonly called?: string;
  readonly port?: string;
  readonly address?: string;
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
  /** code of the reply: 2 Access-Accept, 3 Access-Reject */
  readonly code: 2 | 3;
  readonly asked: Asked;
  readonly known?: Known;
  readonly expected?: Expected;
  readonly limits?: SessionLimits;
};

/** The facts of an admission that can matter for a sentence about it. */
export const knownOf = ({ otherDevices, policy, planSince, lines }: Facts): Known => ({
  others: otherDevices,
  devices: policy.devices,
  planSince,
  lines: lines.map(({ of, per, limit, left, resetsAt }) => ({ of, per, limit, left, resetsAt })),
});

/** A trace as the ledger stream carries it. */
export const traceText = (trace: Trace): string => JSON.stringify(trace);

/** Days a trace is kept. */
export const KEPT_DAYS = 30;

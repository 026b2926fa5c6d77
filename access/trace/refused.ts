import type { Facts } from "../admission/admission.ts";
import type { Grant } from "../grant/live.ts";
import { type LedgerRecord, NO_MARKS } from "../ledger/entry.ts";
import type { Nas } from "../nas/nas.ts";
import { type Asked, type Expected, knownOf, traceText } from "./trace.ts";

/** A refused login: a person's by grant, or a device's by its address, which is nobody's sign-in. */
export type Refusal = {
  readonly kind: "login" | "device-login";
  /** 0 when nobody is known to be concerned */
  readonly subscriberId: number;
  readonly nas: Nas;
  readonly mac: string;
  readonly loginId: string;
  readonly at: number;
  /** the code of the check that decided */
  readonly reason: string;
  /** `traceText` */
  readonly trace: string;
};

/** A refused login as the ledger carries it. */
export const refusedRecord = (refusal: Refusal): LedgerRecord => {
  const { kind, subscriberId, nas, mac, loginId, at, reason, trace } = refusal;
  return [
    ...([kind, subscriberId, "", nas.id, nas.siteId, 0, mac, loginId, "", "", 0] as const),
    ...([0, 0, 0, at, at, 0, reason, "full", [], NO_MARKS, -1, -1, -1, -1, trace] as const),
  ];
};

const EXPECTED: Readonly<Record<string, (grant: Grant) => Expected>> = {
  other_nas: ({ nasId }) => ({ nasId }),
  other_device: ({ mac }) => ({ mac }),
  other_address: ({ address }) => ({ address }),
};

/** The trace of a refusal. @param facts  what the house's policy decided on; absent where it was not asked */
export const refusedText = (asked: Asked, reason: string, grant?: Grant, facts?: Facts): string => {
  const expected = grant && EXPECTED[reason]?.(grant);
  return traceText({
    code: 3,
    asked,
    ...(facts && { known: knownOf(facts) }),
    ...(expected && { expected }),
  });
};

import { append } from "#access/ledger/live";
import type { Nas } from "#access/nas/nas";
import type { World } from "#access/runtime/world";

/** A refused login: a person's by grant, or a device's by its address, which is nobody's sign-in. */
export type Refusal = {
  readonly kind: "login" | "device-login";
  /** the hash tag it is kept under */
  readonly tag: number;
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

/** Keeps a refused login in the ledger, so that staff can say why; accepted ones are kept by the session they open. */
export const keepRefusal = (world: World, refusal: Refusal): Promise<void> => {
  const { kind, tag, subscriberId, nas, mac, loginId, at, reason, trace } = refusal;
  return append(world.redis, tag, [
    ...([kind, subscriberId, "", nas.id, nas.siteId, 0, mac, loginId, "", "", 0] as const),
    ...([0, 0, 0, at, at, 0, reason, "full", [], [], -1, -1, -1, -1, trace] as const),
  ]);
};

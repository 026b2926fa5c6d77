import type { Facts } from "#access/admission/admission";
import { type Grant, tagOfLoginId } from "#access/grant/live";
import { append } from "#access/ledger/live";
import type { Nas } from "#access/nas/nas";
import { TAGS, tagOf } from "#access/redis/keys";
import type { World } from "#access/runtime/world";
import { type Refusal, refusedRecord } from "#access/trace/refused";
import type { Packet } from "../protocol/packet.ts";
import { callingMac } from "../who.ts";
import { whyRejected } from "./why.ts";

/**
 * Keeps a refused login in the ledger, so that staff can say why; accepted ones are kept by the session they open.
 *
 * @param refusal  and the hash tag it is kept under
 */
export const keepRefusal = (world: World, refusal: Refusal & { readonly tag: number }): Promise<void> =>
  append(world.redis, refusal.tag, refusedRecord(refusal));

/** A login by a grant that was refused, with the facts where the house's policy was asked. */
type Rejected = {
  readonly packet: Packet;
  readonly nas: Nas;
  readonly loginId: string;
  readonly grant: Grant | undefined;
  readonly reason: string;
  readonly at: number;
  readonly facts: Facts | undefined;
};

/** Keeps a refused login by a grant, under its person where that is known. */
export const keepRejection = (
  world: World,
  { packet, nas, loginId, grant, reason, at, facts }: Rejected,
): Promise<void> => {
  // A name that is none of ours may be anything somebody typed, their number or a password.
  const tag = tagOfLoginId(loginId);
  return keepRefusal(world, {
    ...{ kind: "login", nas, mac: callingMac(packet), at, reason },
    tag: grant ? tagOf(grant.subscriberId) : (tag ?? nas.id % TAGS),
    subscriberId: grant?.subscriberId ?? 0,
    loginId: tag === undefined ? "" : loginId,
    trace: whyRejected(packet, reason, grant, facts),
  });
};

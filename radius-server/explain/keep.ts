import { append } from "#access/ledger/live";
import type { World } from "#access/runtime/world";
import { type Refusal, refusedRecord } from "#access/trace/refused";

/**
 * Keeps a refused login in the ledger, so that staff can say why; accepted ones are kept by the session they open.
 *
 * @param refusal  and the hash tag it is kept under
 */
export const keepRefusal = (world: World, refusal: Refusal & { readonly tag: number }): Promise<void> =>
  append(world.redis, refusal.tag, refusedRecord(refusal));

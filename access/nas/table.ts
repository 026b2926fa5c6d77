import { keep, onePerWorld } from "../notice/kept.ts";
import type { World } from "../runtime/world.ts";
import { lookupOf, type NasLookup } from "./lookup.ts";
import type { Nas } from "./nas.ts";
import { listNas } from "./store.ts";

/** All NAS in memory, current within a moment of every change, without a restart. */
export type NasTable = NasLookup & { readonly close: () => Promise<void> };

/** Opens a table of its own, to be closed by who opened it. */
export const openNasTable = async (world: World): Promise<NasTable> => {
  const load = async () => lookupOf(await listNas(world));
  const kept = await keep(world, { name: "nas", kinds: ["nas", "site"], load });
  return {
    bySlug: (slug) => kept.current().bySlug(slug),
    byId: (id) => kept.current().byId(id),
    bySource: (address) => kept.current().bySource(address),
    nearest: (address) => kept.current().nearest(address),
    byTlsIdentity: (identity) => kept.current().byTlsIdentity(identity),
    close: kept.close,
  };
};

const shared = onePerWorld(openNasTable);

/** The NAS of a slug, from the world's own table, which is opened when first asked. */
export const nasBySlug = async (world: World, slug: string): Promise<Nas | undefined> =>
  (await shared.of(world)).bySlug(slug);

/** Lets go of the world's own table. */
export const closeNasTable = (world: World): Promise<void> => shared.close(world);

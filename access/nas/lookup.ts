import type { IPv4, IPv6 } from "ipaddr.js";
import { type Block, holds, isSingle, parseAddress, parseBlock } from "./address.ts";
import type { Nas } from "./nas.ts";
import { identitiesOf, type TlsIdentity } from "./radsec.ts";

/** All NAS, found by what a packet or a redirect shows. */
export type NasLookup = {
  readonly bySlug: (slug: string) => Nas | undefined;
  readonly byId: (id: number) => Nas | undefined;
  /** the NAS one of whose blocks holds a source address, disabled ones too; those that name it alone come first */
  readonly bySource: (address: string) => readonly Nas[];
  /** the one of them whose block is narrower than any other's; undefined where several are as near */
  readonly nearest: (address: string) => Nas | undefined;
  /** the NAS a TLS identity names, disabled ones too */
  readonly byTlsIdentity: (identity: TlsIdentity) => Nas | undefined;
};

/** How many source addresses are remembered; forged ones beyond that make it forget all and start over. */
export const REMEMBERED = 10_000;

/** The NAS around an address, the nearest first, and the nearest where it is the only one. */
type Around = { readonly all: readonly Nas[]; readonly nearest: Nas | undefined };

const NONE: readonly Nas[] = [];

type Place = { readonly nas: Nas; readonly block: Block };

const exactly = (places: readonly Place[]): ReadonlyMap<string, readonly Nas[]> => {
  const found = new Map<string, Nas[]>();
  for (const { nas, block } of places) {
    const key = block[0].toString();
    const others = found.get(key);
    if (others) others.push(nas);
    else found.set(key, [nas]);
  }
  return found;
};

/** Single addresses stand in a map; only wider blocks are gone through, once an address. */
const finder = (list: readonly Nas[]): ((address: IPv4 | IPv6) => Around) => {
  const places = list.flatMap((nas) => nas.addresses.map((text) => ({ nas, block: parseBlock(text) })));
  const single = exactly(places.filter(({ block }) => isSingle(block)));
  const wide = places.filter(({ block }) => !isSingle(block)).sort((a, b) => b.block[1] - a.block[1]);
  return (address) => {
    const alone = single.get(address.toString()) ?? NONE;
    const around = wide.filter(({ block }) => holds(block, address));
    const narrow = around.filter(({ block }) => block[1] === around[0]?.block[1]).map(({ nas }) => nas);
    const [nearest, ...asNear] = alone.length > 0 ? alone : narrow;
    return {
      all: around.length === 0 ? alone : [...new Set([...alone, ...around.map(({ nas }) => nas)])],
      nearest: asNear.length === 0 ? nearest : undefined,
    };
  };
};

/** Puts a list of NAS in order for looking up; the lookup never changes, a new list makes a new one. */
export const lookupOf = (list: readonly Nas[]): NasLookup => {
  const bySlug = new Map(list.map((nas) => [nas.slug, nas]));
  const byId = new Map(list.map((nas) => [nas.id, nas]));
  const byTlsIdentity = new Map(
    list.flatMap((nas) => identitiesOf(nas).map(({ kind, value }) => [`${kind} ${value}`, nas] as const)),
  );
  const find = finder(list);
  const remembered = new Map<string, Around>();
  const findAndRemember = (text: string): Around => {
    const address = parseAddress(text);
    const found = address ? find(address) : { all: NONE, nearest: undefined };
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(text, found);
    return found;
  };
  return {
    bySlug: (slug) => bySlug.get(slug),
    byId: (id) => byId.get(id),
    byTlsIdentity: ({ kind, value }) => byTlsIdentity.get(`${kind} ${value}`),
    bySource: (text) => (remembered.get(text) ?? findAndRemember(text)).all,
    nearest: (text) => (remembered.get(text) ?? findAndRemember(text)).nearest,
  };
};

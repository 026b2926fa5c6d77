import type { Nas } from "../nas/nas.ts";
import { keep, onePerWorld } from "../notice/kept.ts";
import type { World } from "../runtime/world.ts";
import { type DeviceRules, rulesFor } from "./rules.ts";
import { listMacPasswords, listSiteRules } from "./rules-store.ts";
import { listThings, type StoredThing } from "./thing-store.ts";

/** Everything about devices that is asked at each login by address, in memory and current. */
export type DeviceTable = {
  /** @param mac  `aa:bb:cc:dd:ee:01` */
  readonly thing: (mac: string) => StoredThing | undefined;
  readonly rulesAt: (nas: Pick<Nas, "siteChain">) => DeviceRules;
  /** what a NAS sends as password of every address; `undefined` where it sends the address itself */
  readonly macPassword: (nasId: number) => string | undefined;
  readonly close: () => Promise<void>;
};

const load = async (world: World) => {
  const [things, rules, passwords] = await Promise.all([
    listThings(world.database),
    listSiteRules(world.database),
    listMacPasswords(world),
  ]);
  return {
    things: new Map(things.map((thing) => [thing.mac, thing])),
    rules: new Map(rules.map((said) => [said.siteId, said])),
    passwords,
  };
};

const openDeviceTable = async (world: World): Promise<DeviceTable> => {
  const kept = await keep(world, {
    name: "devices",
    kinds: ["thing", "nas", "site"],
    load: () => load(world),
  });
  return {
    thing: (mac) => kept.current().things.get(mac),
    rulesAt: ({ siteChain }) => rulesFor(siteChain, kept.current().rules),
    macPassword: (nasId) => kept.current().passwords.get(nasId),
    close: kept.close,
  };
};

/** The world's own table: `deviceTable.of(world)` opens it when first asked for, `deviceTable.close(world)` lets go of it. */
export const deviceTable = onePerWorld(openDeviceTable);

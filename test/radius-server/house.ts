import type { Nas } from "#access/nas/nas";
import { addNas, listNas } from "#access/nas/store";
import type { Policy } from "#access/plan/plan";
import { addPlan } from "#access/plan/store";
import { addSite } from "#access/site/store";
import { enrolByPhone } from "#access/subscriber/store";
import { start as startDrain } from "#radius-server/drain/start";
import { type RadiusServer, start as startRadius } from "#radius-server/start";
import { OPEN } from "../setup/policies.ts";
import { type TestWorld, testWorld, type Wishes } from "../setup/world.ts";

/** A small house with everything that a login needs: a site, a plan, a NAS on loopback, and the RADIUS programs. */
export type House = {
  readonly world: TestWorld;
  readonly nas: Nas;
  readonly planId: number;
  /** the RADIUS server that runs now */
  readonly radius: RadiusServer;
  /** stops the RADIUS server and starts another in its place */
  readonly restart: (meanwhile: () => Promise<void>) => Promise<void>;
  readonly enrol: (phone?: string) => Promise<number>;
  readonly close: () => Promise<void>;
};

/** What a test wishes to be otherwise. */
export type HouseWishes = Wishes & {
  readonly policy?: Partial<Policy>;
  readonly nas?: Partial<Parameters<typeof addNas>[2]>;
  /** without the program that moves the ledger, to look at it */
  readonly withoutDrain?: boolean;
};

/** Builds a house; the default plan has no limits but those named. */
export const house = async (wishes: HouseWishes = {}): Promise<House> => {
  const world = await testWorld(wishes);
  const { database } = world;
  const { planId, nasId } = await database.transaction(async (transaction) => {
    const siteId = await addSite(transaction, {
      parentId: null,
      kind: "site",
      code: "counter",
      name: "Quầy",
    });
    const planId = await addPlan(transaction, {
      code: "visitor",
      name: { vi: "Khách", en: "Visitor" },
      policy: { ...OPEN, ...wishes.policy },
      isDefault: true,
    });
    const { id } = await addNas(world, transaction, {
      siteId,
      name: "Gateway",
      kind: "generic",
      addresses: ["127.0.0.1"],
      nasIdentifier: "gateway-1",
      coaAddress: "127.0.0.1",
      ...wishes.nas,
    });
    return { planId, nasId: id };
  });
  const nas = (await listNas(world)).find(({ id }) => id === nasId) as Nas;
  let radius = await startRadius(world);
  const drain = wishes.withoutDrain ? undefined : await startDrain(world);
  let enrolled = 0;
  return {
    world,
    nas,
    planId,
    get radius() {
      return radius;
    },
    restart: async (meanwhile) => {
      await radius.stop();
      await meanwhile();
      radius = await startRadius(world);
    },
    enrol: async (phone) => {
      enrolled += 1;
      const number = phone ?? `+8491${String(1_000_000 + enrolled)}`;
      const { id } = await enrolByPhone(world, {
        phone: number,
        siteId: nas.siteId,
        zone: nas.zone,
        locale: "vi",
      });
      return id;
    },
    close: async () => {
      await radius.stop();
      await drain?.stop();
      await world.close();
    },
  };
};

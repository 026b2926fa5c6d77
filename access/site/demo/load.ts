import type { World } from "../../runtime/world.ts";
import { firstTerms } from "../../terms/first-terms.ts";
import { currentTerms, publishTerms } from "../../terms/store.ts";
import { hasRealSites } from "../store.ts";
import { addAccessPoints, addPlaces, addPlans, followPortal, hasDemo, lockDemo } from "./store.ts";

/** What loading the demonstration came to. */
export type DemoOutcome = "loaded" | "already-there" | "real-sites-exist";

/**
 * Fills an empty house with Quảng Trị province: 78 communes, 122 sites, about 400 access points, plans and the terms.
 *
 * One transaction; two processes that start at once load it once. Changes nothing once somebody has entered a real
 * site.
 */
export const loadDemo = (world: World): Promise<DemoOutcome> =>
  world.database.transaction(async (transaction): Promise<DemoOutcome> => {
    await lockDemo(transaction);
    if (await hasRealSites(transaction)) return "real-sites-exist";
    if (await hasDemo(transaction)) {
      await followPortal(world, transaction);
      return "already-there";
    }
    const hotspots = await addPlaces(transaction);
    await addPlans(transaction, hotspots);
    await addAccessPoints(world, transaction, hotspots);
    if (!(await currentTerms(transaction))) await publishTerms(transaction, firstTerms, world.now());
    return "loaded";
  });

import { attemptsToday } from "#access/attempt/store";
import { periodsAt } from "#access/quota/period";
import type { World } from "#access/runtime/world";
import { dayTotals } from "#access/session/store";
import { DEFAULT_ZONE } from "#access/site/site";
import { accessPointsOf, gather, strangersOf } from "../access-points/view.ts";
import { route } from "../route.ts";
import { type Now, nowSchema } from "./shapes.ts";
import { onlineCount } from "./store.ts";
import { sitesOf } from "./view.ts";

const midnightBefore = (at: number): number =>
  periodsAt(at, { zone: DEFAULT_ZONE, anchorDay: 1 }).day.startsAt;

const now = async (world: World): Promise<Now> => {
  const since = midnightBefore(world.now());
  const [gathered, online, attempts, totals] = await Promise.all([
    gather(world),
    onlineCount(world.database),
    attemptsToday(world.database, since),
    dayTotals(world.database, since),
  ]);
  return {
    online: { people: online.people, sessions: online.sessions },
    signIns: { tried: attempts.tries, succeeded: attempts.ok },
    octetsToday: { up: totals.up, down: totals.down },
    sites: sitesOf(accessPointsOf(gathered, world.now())),
    strangers: strangersOf(gathered),
  };
};

/** The first page. */
export const nowRoutes = [
  route({
    method: "get",
    path: "/api/now",
    summary: "What happens now: people, sign-ins and octets of today, and every site, worst first",
    needs: "see-now",
    answer: nowSchema,
    handle: ({ world }) => now(world),
  }),
] as const;

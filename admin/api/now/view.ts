import { groupBy } from "../access-points/group.ts";
import type { AccessPoint } from "../access-points/shapes.ts";
import { STATES, worstOf } from "../access-points/state.ts";
import type { NowSite } from "./shapes.ts";

const latest = (instants: readonly (number | null)[]): number | null =>
  instants.reduce<number | null>((at, next) => (next === null ? at : Math.max(at ?? next, next)), null);

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

const faultsOf = (accessPoint: AccessPoint): number => sum(accessPoint.faults.map(({ count }) => count));

const badness = ({ state }: Pick<NowSite, "state">): number => STATES.indexOf(state);

/** Worst state first; among equals, where most people are. */
const worstFirst = (a: Pick<NowSite, "state" | "online">, b: Pick<NowSite, "state" | "online">): number =>
  badness(a) - badness(b) || b.online - a.online;

const siteOf = (accessPoints: readonly [AccessPoint, ...AccessPoint[]]): NowSite => {
  const [{ siteId, siteName, communeName }] = accessPoints;
  const places = accessPoints.map((accessPoint) => {
    const { id, name, state, online, lastHeardAt } = accessPoint;
    return { id, name, state, online, lastHeardAt, faults: faultsOf(accessPoint) };
  });
  return {
    id: siteId,
    name: siteName,
    communeName,
    state: worstOf(places.map(({ state }) => state)),
    online: sum(places.map(({ online }) => online)),
    lastHeardAt: latest(places.map(({ lastHeardAt }) => lastHeardAt)),
    faults: sum(places.map(({ faults }) => faults)),
    accessPoints: places.sort(worstFirst),
  };
};

/** The sites with their access points, worst first. */
export const sitesOf = (accessPoints: readonly AccessPoint[]): NowSite[] =>
  [...groupBy(accessPoints, ({ siteId }) => siteId).values()]
    .map((group) => siteOf(group as [AccessPoint, ...AccessPoint[]])) // a group is never empty
    .sort(worstFirst);

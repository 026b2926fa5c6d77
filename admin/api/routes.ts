import { accessPointRoutes } from "./access-points/routes.ts";
import { auditRoutes } from "./audit/routes.ts";
import { deviceRoutes } from "./devices/routes.ts";
import { deviceRuleRoutes } from "./devices/rules-routes.ts";
import { explainRoutes } from "./explain/routes.ts";
import { familyRoutes } from "./families/routes.ts";
import { meRoutes } from "./me/routes.ts";
import { nowRoutes } from "./now/routes.ts";
import { peopleRoutes } from "./people/routes.ts";
import { placeRoutes } from "./places/routes.ts";
import { planRoutes } from "./plans/routes.ts";
import { radsecRoutes } from "./radsec/routes.ts";
import { rosterRoutes } from "./roster/routes.ts";
import type { AnyRoute } from "./route.ts";
import { waitingRoutes } from "./waiting/routes.ts";

/** Everything the API does. */
export const ROUTES: readonly AnyRoute[] = [
  ...meRoutes,
  ...nowRoutes,
  ...peopleRoutes,
  ...planRoutes,
  ...accessPointRoutes,
  ...familyRoutes,
  ...radsecRoutes,
  ...placeRoutes,
  ...waitingRoutes,
  ...explainRoutes,
  ...deviceRoutes,
  ...deviceRuleRoutes,
  ...rosterRoutes,
  ...auditRoutes,
];

import { accessPointRoutes } from "./access-points/routes.ts";
import { auditRoutes } from "./audit/routes.ts";
import { explainRoutes } from "./explain/routes.ts";
import { meRoutes } from "./me/routes.ts";
import { nowRoutes } from "./now/routes.ts";
import { peopleRoutes } from "./people/routes.ts";
import { planRoutes } from "./plans/routes.ts";
import type { AnyRoute } from "./route.ts";
import { waitingRoutes } from "./waiting/routes.ts";

/** Everything the API does. */
export const ROUTES: readonly AnyRoute[] = [
  ...meRoutes,
  ...nowRoutes,
  ...peopleRoutes,
  ...planRoutes,
  ...accessPointRoutes,
  ...waitingRoutes,
  ...explainRoutes,
  ...auditRoutes,
];

import { accessPointRoutes } from "./access-points/routes.ts";
import { auditRoutes } from "./audit/routes.ts";
import { meRoutes } from "./me/routes.ts";
import { nowRoutes } from "./now/routes.ts";
import { peopleRoutes } from "./people/routes.ts";
import { planRoutes } from "./plans/routes.ts";
import type { AnyRoute } from "./route.ts";

/** Everything the API does. */
export const ROUTES: readonly AnyRoute[] = [
  ...meRoutes,
  ...nowRoutes,
  ...peopleRoutes,
  ...planRoutes,
  ...accessPointRoutes,
  ...auditRoutes,
];

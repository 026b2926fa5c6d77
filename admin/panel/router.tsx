import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { Shell } from "./shell/shell.tsx";

const root = createRootRoute({ component: Shell });

const now = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./now/page.tsx"), "NowPage"),
});
const people = createRoute({
  getParentRoute: () => root,
  path: "/people",
  component: lazyRouteComponent(() => import("./people/find-page.tsx"), "FindPage"),
});
const person = createRoute({
  getParentRoute: () => root,
  path: "/people/$id",
  component: lazyRouteComponent(() => import("./people/person-page.tsx"), "PersonPage"),
});
const plans = createRoute({
  getParentRoute: () => root,
  path: "/plans",
  component: lazyRouteComponent(() => import("./plans/page.tsx"), "PlansPage"),
});
const accessPoints = createRoute({
  getParentRoute: () => root,
  path: "/access-points",
  validateSearch: ({ point }: Record<string, unknown>): { readonly point?: number } =>
    typeof point === "number" && Number.isSafeInteger(point) ? { point } : {},
  component: lazyRouteComponent(() => import("./access-points/page.tsx"), "AccessPointsPage"),
});
const places = createRoute({
  getParentRoute: () => root,
  path: "/access-points/places",
  component: lazyRouteComponent(() => import("./places/page.tsx"), "PlacesPage"),
});
const devices = createRoute({
  getParentRoute: () => root,
  path: "/devices",
  component: lazyRouteComponent(() => import("./devices/page.tsx"), "DevicesPage"),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: "/audit",
  component: lazyRouteComponent(() => import("./audit/page.tsx"), "AuditPage"),
});
const staff = createRoute({
  getParentRoute: () => root,
  path: "/staff",
  component: lazyRouteComponent(() => import("./staff/page.tsx"), "StaffPage"),
});
const account = createRoute({
  getParentRoute: () => root,
  path: "/account",
  component: lazyRouteComponent(() => import("./account/page.tsx"), "AccountPage"),
});

/** The pages and their addresses; each page is loaded when it is first opened. */
export const router = createRouter({
  routeTree: root.addChildren([
    now,
    people,
    person,
    plans,
    accessPoints,
    places,
    devices,
    audit,
    staff,
    account,
  ]),
  defaultPreload: "intent",
  defaultNotFoundComponent: () => null,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

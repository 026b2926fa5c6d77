import type { Nas } from "#access/nas/nas";
import { portalUrlOf } from "#access/nas/portal-url";
import type { World } from "#access/runtime/world";
import type { Visit } from "./visit.ts";

/** Path of a visit's pages. */
export const pathOf = ({ token }: Visit): string => `/v/${token}`;

/** Address of a visit's page, on the host this NAS reaches the portal at. */
export const visitUrl = (world: World, nas: Nas, visit: Visit): string =>
  new URL(pathOf(visit), portalUrlOf(world, nas)).href;

/** Hosts of ours, lower case. */
export const ownHosts = (world: World, nas: Nas): string[] =>
  [world.settings.PORTAL_URL, portalUrlOf(world, nas)].map((url) => new URL(url).hostname);

import type { World } from "../runtime/world.ts";
import type { Nas } from "./nas.ts";

/** The portal's address as this NAS was configured with it; the portal's own with the NAS's slug when nothing is said. */
export const portalUrlOf = (
  { settings }: Pick<World, "settings">,
  { portalUrl, slug }: Pick<Nas, "portalUrl" | "slug">,
): string => portalUrl ?? new URL(`/${slug}`, settings.PORTAL_URL).href;

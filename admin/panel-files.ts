import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { send } from "@koa/send";
import type { Context, Next } from "koa";

/** From the sources and from the build alike, the panel is built into `dist/admin/panel`. */
const found = (): string | undefined =>
  ["./panel", "../dist/admin/panel"]
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(`${path}/assets`));

const ABSENT = "The panel is not built yet; run `npm run build`.";
const YEAR_MS = 31_536_000_000;

/**
 * Serves the built panel: files under `assets/` carry a hash of their content in their names and may be kept for ever,
 * everything else is the one page that draws itself by its address.
 */
export const panelFiles = () => {
  const root = found();
  return async (context: Context, next: Next): Promise<void> => {
    if (!["GET", "HEAD"].includes(context.method) || context.path.startsWith("/api/")) return next();
    if (!root) {
      context.status = 503;
      context.body = ABSENT;
      return;
    }
    if (/^\/assets\/[\w.-]+$/.test(context.path)) {
      await send(context, context.path, { root, maxage: YEAR_MS, immutable: true });
      return;
    }
    context.set("Cache-Control", "no-cache");
    await send(context, "/index.html", { root });
  };
};

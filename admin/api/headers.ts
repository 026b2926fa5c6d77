import helmet from "helmet";
import type { Context, Next } from "koa";
import type { Settings } from "#access/runtime/settings";

/**
 * The panel loads from its own host alone and runs no inline script. Style is the one exception: the components place
 * themselves by style attributes, so `style-src` allows them; nothing a stranger typed ever becomes a style.
 */
const policyOf = (settings: Pick<Settings, "ADMIN_URL">) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: settings.ADMIN_URL.startsWith("https:"),
    xFrameOptions: { action: "deny" },
  });

/** Sets the security headers of every answer, the panel's and the API's. */
export const securityHeaders = (settings: Pick<Settings, "ADMIN_URL">) => {
  const policy = policyOf(settings);
  return async (context: Context, next: Next): Promise<void> => {
    await new Promise<void>((resolve, reject) => {
      policy(context.req, context.res, (fault?: unknown) => (fault ? reject(fault) : resolve()));
    });
    await next();
  };
};

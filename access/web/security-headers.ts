import helmet from "helmet";
import type { Middleware } from "koa";

/** Content-Security-Policy directives by name. */
export type Directives = Readonly<Record<string, readonly string[]>>;

/** What differs between the programs that serve pages. */
export type HeaderPolicy = {
  /** asked after the page was made, so that a page can name where its forms may go */
  readonly directives: (state: Readonly<Record<string, unknown>>) => Directives;
  /** origin that may show the pages in a frame; empty for none */
  readonly frameAncestors: string;
};

const mutable = (directives: Directives): Record<string, string[]> =>
  Object.fromEntries(Object.entries(directives).map(([name, sources]) => [name, [...sources]]));

/**
 * Security headers of every answer, faults among them.
 *
 * Neither Strict-Transport-Security nor upgrade-insecure-requests: pages may be served over plain http inside a
 * network that has no name yet, and a browser must not remember otherwise. `same-origin` keeps tokens in addresses
 * from other hosts without turning a form's `Origin` into `null` at home.
 */
export const securityHeaders = ({ directives, frameAncestors }: HeaderPolicy): Middleware => {
  const framing = frameAncestors === "" ? ["'none'"] : [frameAncestors];
  return async (ctx, next) => {
    await next();
    const set = helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: { ...mutable(directives(ctx.state)), "frame-ancestors": framing },
      },
      strictTransportSecurity: false,
      crossOriginOpenerPolicy: false,
      originAgentCluster: false,
      frameguard: frameAncestors === "" ? { action: "deny" } : false,
      referrerPolicy: { policy: "same-origin" },
    });
    await new Promise<void>((done, failed) => {
      set(ctx.req, ctx.res, (fault?: unknown) => (fault ? failed(fault) : done()));
    });
  };
};

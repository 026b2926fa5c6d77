import type { Middleware } from "koa";
import { Failure } from "#access/runtime/failure";
import type { World } from "#access/runtime/world";
import { answerPlain } from "./answer.ts";

const statusOf = (fault: unknown): number => {
  const status = fault instanceof Error ? (fault as { status?: unknown }).status : undefined;
  return typeof status === "number" && status >= 400 && status < 500 ? status : 503;
};

/**
 * Turns faults into one plain sentence: what a stranger sent wrongly is answered, what is wrong on our side is logged
 * once. Addresses are not logged, since they hold tokens.
 */
export const catchFaults =
  ({ log }: World): Middleware =>
  async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) answerPlain(ctx, 404, "page_unknown");
    } catch (fault) {
      const status = statusOf(fault);
      if (status === 503)
        log.error({ err: fault, code: fault instanceof Failure ? fault.code : "unknown" }, "page failed");
      answerPlain(ctx, status, status === 503 ? "portal_failed" : "form_refused");
    }
  };

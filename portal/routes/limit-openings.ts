import type { Middleware } from "koa";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { answerPlain } from "./answer.ts";

/**
 * Requests a minute from one address. A whole town may sit behind one after a power cut (2,500 people a minute), so
 * this only keeps a single machine from filling the memory with visits.
 */
const PER_MINUTE = 6_000;

/** Refuses more from one address than a town sends. */
export const limitOpenings = (points = PER_MINUTE): Middleware => {
  const limiter = new RateLimiterMemory({ points, duration: 60 });
  return async (ctx, next) => {
    const taken = await limiter.consume(ctx.ip).then(
      () => true,
      () => false,
    );
    if (taken) return next();
    ctx.set("Retry-After", "60");
    answerPlain(ctx, 429, "too_many_visits");
  };
};

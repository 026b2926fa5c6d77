import type { Context, Next } from "koa";
import { collectDefaultMetrics, Histogram, Registry } from "prom-client";

/** The panel's own measurements, for Prometheus. */
export type Metrics = {
  readonly measure: (context: Context, next: Next) => Promise<void>;
  readonly text: () => Promise<string>;
  readonly contentType: string;
};

const SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** Measures every request by method and status; never by path, which holds ids. */
export const openMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "hien_admin_request_seconds",
    help: "Seconds to answer a request of the panel",
    labelNames: ["method", "status"],
    buckets: SECONDS,
    registers: [registry],
  });
  return {
    measure: async (context, next) => {
      const stop = requests.startTimer();
      await next();
      stop({ method: context.method, status: context.status });
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
};

import type { Context, Next } from "koa";
import type { World } from "#access/runtime/world";
import { refusalOf } from "./failures.ts";
import { REFUSALS, type Refusal, refuse } from "./refusals.ts";

/** What the parser of bodies throws for what it will not read. */
const bodyRefusal = (fault: unknown): Refusal | undefined => {
  const status = fault instanceof Error && "status" in fault ? fault.status : undefined;
  if (status === 413) return refuse("too_large");
  return typeof status === "number" && status >= 400 && status < 500 ? refuse("bad_request") : undefined;
};

/** The one place where the API's faults are answered and logged: a code to the browser, the cause to the log. */
export const answerFaults =
  (world: World) =>
  async (context: Context, next: Next): Promise<void> => {
    try {
      await next();
    } catch (fault) {
      const known = bodyRefusal(fault) ?? refusalOf(fault);
      if (!known)
        world.log.error(
          { err: fault, method: context.method, route: context["routerPath"] },
          "request failed",
        );
      const { refused, fields } = known ?? refuse("internal");
      context.status = REFUSALS[refused];
      context.body = { code: refused, fields };
    }
  };

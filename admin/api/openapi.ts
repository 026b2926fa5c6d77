import { OpenAPIRegistry, OpenApiGeneratorV31 } from "@asteasolutions/zod-to-openapi";
import type { z } from "zod";
import { refusalSchema } from "./refusals.ts";
import type { AnyRoute } from "./route.ts";

const json = (schema: z.ZodType, description: string) => ({
  description,
  content: { "application/json": { schema } },
});

const requestOf = (route: AnyRoute): Record<string, unknown> => ({
  ...(route.params && { params: route.params }),
  ...(route.query && { query: route.query }),
  ...(route.body && { body: { required: true, ...json(route.body, route.summary) } }),
});

const securityOf = (route: AnyRoute) => (route.needs === "nobody" ? [] : [{ session: [] as string[] }]);

/** Describes the routes as OpenAPI 3.1, from the same schemas that check them. */
export const describeRoutes = (routes: readonly AnyRoute[]): object => {
  const registry = new OpenAPIRegistry();
  registry.registerComponent("securitySchemes", "session", { type: "apiKey", in: "cookie", name: "hien" });
  for (const route of routes) {
    registry.registerPath({
      method: route.method,
      path: route.path,
      summary: route.summary,
      description: `Needs: ${route.needs}.`,
      security: securityOf(route),
      request: requestOf(route),
      responses: { 200: json(route.answer, "Done"), default: json(refusalSchema, "Refused, with a code") },
    });
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: { title: "Hiên", version: "0.1.0", description: "What the staff's panel can see and do." },
  });
};

import { listAudit } from "#access/audit/store";
import { route } from "../route.ts";
import { auditQuery, auditSchema } from "./shapes.ts";

/** The record of what staff did. */
export const auditRoutes = [
  route({
    method: "get",
    path: "/api/audit",
    summary: "What staff did, newest first",
    needs: "see-audit",
    query: auditQuery,
    answer: auditSchema,
    handle: async ({ world, query }) => ({ entries: await listAudit(world.database, query) }),
  }),
] as const;

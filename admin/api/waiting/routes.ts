import { dismissWaiting, listWaiting } from "#access/nas/waiting-store";
import { addressesOf, INTERIM } from "../access-points/addresses.ts";
import { freshSecretSchema } from "../access-points/new-shapes.ts";
import { whatToType } from "../access-points/what-to-type.ts";
import { audited } from "../audited.ts";
import { doneSchema, idParams } from "../me/shapes.ts";
import { refuse } from "../refusals.ts";
import { route } from "../route.ts";
import { accept } from "./accept.ts";
import { acceptSchema, waitingSchema } from "./shapes.ts";

/** Longest list shown. */
const SHOWN = 100;

/** Those who send RADIUS and are not registered: seeing, accepting and dismissing them. */
export const waitingRoutes = [
  route({
    method: "get",
    path: "/api/waiting",
    summary: "Who sends RADIUS and is not registered; nothing of it is proved and nothing is answered",
    needs: "see-access-points",
    answer: waitingSchema,
    handle: async ({ world }) => ({ waiting: await listWaiting(world.database, SHOWN) }),
  }),
  route({
    method: "post",
    path: "/api/waiting/{id}/accept",
    summary: "Register one who waits, with the secret it has or a new one; it is served from then on",
    needs: "change-access-points",
    params: idParams,
    body: acceptSchema,
    answer: freshSecretSchema,
    handle: async ({ world, signedIn, params, body }) => {
      const accepted = await accept(world, signedIn.staff, params.id, body);
      if (!accepted) return refuse("not_found");
      if (accepted === "nameless") return refuse("waiting_nameless");
      const { id, slug, secret } = accepted;
      const introduction = { ...accepted, ...addressesOf(world), interimSeconds: INTERIM };
      return { id, slug, secret, previousUntil: null, typeIn: whatToType(body.kind, introduction) };
    },
  }),
  route({
    method: "delete",
    path: "/api/waiting/{id}",
    summary: "Dismiss one who waits; who knocks again waits again",
    needs: "change-access-points",
    params: idParams,
    answer: doneSchema,
    handle: async ({ world, signedIn, params }) => {
      const dismissed = await world.database.transaction(async (transaction) => {
        if (!(await dismissWaiting(transaction, params.id))) return false;
        const deed = { action: "access-point.dismissed", subjectKind: "access-point" } as const;
        await audited(transaction, world, signedIn.staff, deed);
        return true;
      });
      return dismissed ? { done: true as const } : refuse("not_found");
    },
  }),
] as const;

import { setSignatures } from "#access/nas/posture-store";
import { announce } from "#access/notice/live";
import { auditedChange } from "../audited.ts";
import { doneSchema, idParams } from "../me/shapes.ts";
import { route } from "../route.ts";
import { setSignaturesSchema } from "./signatures-shapes.ts";

/** What an access point must sign, as an operator says; only so it is ever asked for less. */
export const signaturesRoute = route({
  method: "put",
  path: "/api/access-points/{id}/signatures",
  summary: "Say whether its logins must carry a Message-Authenticator, and whether replies to it do",
  needs: "change-access-points",
  params: idParams,
  body: setSignaturesSchema,
  answer: doneSchema,
  handle: async ({ world, signedIn, params, body }) => {
    await auditedChange(world, signedIn.staff, async (transaction) => {
      await setSignatures(transaction, params.id, body, world.now());
      return {
        action: "access-point.signatures-changed",
        subjectKind: "access-point",
        subjectId: params.id,
        detail: body,
      };
    });
    await announce(world.redis, { kind: "nas", id: params.id });
    return { done: true as const };
  },
});

import { forgetDevice } from "#access/device/remembered-store";
import { setMacPassword, setSiteRules } from "#access/device/rules-store";
import { announce } from "#access/notice/live";
import { auditedChange } from "../audited.ts";
import { doneSchema, idParams } from "../me/shapes.ts";
import { route } from "../route.ts";
import { macPasswordBody, siteRulesBody } from "./shapes.ts";

const done = { done: true as const };

/** What holds for devices that log in by their address: how long phones are remembered, and what a NAS sends. */
export const deviceRuleRoutes = [
  route({
    method: "post",
    path: "/api/phones/{id}/forget",
    summary: "Forget a person's phone: it signs in by code the next time",
    needs: "change-people",
    params: idParams,
    answer: doneSchema,
    handle: async ({ world, signedIn, params }) => {
      await auditedChange(world, signedIn.staff, async (transaction) => {
        const personId = await forgetDevice(transaction, params.id, world.now());
        return { action: "person.phone-forgotten", subjectKind: "person", subjectId: personId };
      });
      return done;
    },
  }),
  route({
    method: "put",
    path: "/api/sites/{id}/devices",
    summary: "Say how long phones are remembered at a place and below, and which VLAN is its quarantine",
    needs: "change-access-points",
    params: idParams,
    body: siteRulesBody,
    answer: doneSchema,
    handle: async ({ world, signedIn, params, body }) => {
      await auditedChange(world, signedIn.staff, async (transaction) => {
        await setSiteRules(transaction, params.id, body);
        return { action: "site.devices-changed", subjectKind: "site", subjectId: params.id, detail: body };
      });
      await announce(world.redis, { kind: "site", id: params.id });
      return done;
    },
  }),
  route({
    method: "put",
    path: "/api/access-points/{id}/mac-password",
    summary: "Say which password an access point sends for every MAC address; null for the address itself",
    needs: "change-access-points",
    params: idParams,
    body: macPasswordBody,
    answer: doneSchema,
    handle: async ({ world, signedIn, params, body }) => {
      await auditedChange(world, signedIn.staff, async (transaction) => {
        await setMacPassword(world, transaction, params.id, body.password);
        return {
          action: "access-point.mac-password-changed",
          subjectKind: "access-point",
          subjectId: params.id,
        };
      });
      await announce(world.redis, { kind: "nas", id: params.id });
      return done;
    },
  }),
] as const;

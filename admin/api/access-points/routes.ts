import { addNas, archiveNas, rotateSecret, setEnabled } from "#access/nas/store";
import { announce } from "#access/notice/live";
import type { World } from "#access/runtime/world";
import { holdSite, listSites } from "#access/site/store";
import { audited, auditedChange } from "../audited.ts";
import { doneSchema, idParams } from "../me/shapes.ts";
import { isRefusal, refuse } from "../refusals.ts";
import { route } from "../route.ts";
import { addressesOf, INTERIM } from "./addresses.ts";
import { coaPortOf, portalSecretFor, unfitFor } from "./new.ts";
import { addAccessPointSchema, freshSecretSchema } from "./new-shapes.ts";
import { settingsRoute } from "./settings-route.ts";
import { accessPointsSchema, enabledSchema, sitesSchema } from "./shapes.ts";
import { signaturesRoute } from "./signatures-route.ts";
import { placedNasOf } from "./store.ts";
import { accessPointsOf, gather, strangersOf } from "./view.ts";
import { whatToType } from "./what-to-type.ts";

/** Milliseconds the old secret is still taken after a rotation, so that somebody can walk to the device. */
const GRACE_MS = 86_400_000;

const sitesOf = async (world: World) => {
  const places = await listSites(world.database);
  const names = new Map(places.map(({ id, name }) => [id, name]));
  return places
    .filter(({ kind }) => kind === "site")
    .map(({ id, name, parentId }) => ({ id, name, communeName: names.get(parentId ?? 0) ?? null }));
};

/** Seeing, adding and changing access points. */
export const accessPointRoutes = [
  signaturesRoute,
  settingsRoute,
  route({
    method: "get",
    path: "/api/access-points",
    summary: "Every access point with its state and today's faults, and who is not registered",
    needs: "see-access-points",
    answer: accessPointsSchema,
    handle: async ({ world }) => {
      const gathered = await gather(world);
      return { accessPoints: accessPointsOf(gathered, world.now()), strangers: strangersOf(gathered) };
    },
  }),
  route({
    method: "get",
    path: "/api/sites",
    summary: "The sites an access point can stand at",
    needs: "see-access-points",
    answer: sitesSchema,
    handle: async ({ world }) => ({ sites: await sitesOf(world) }),
  }),
  route({
    method: "post",
    path: "/api/access-points",
    summary: "Add an access point; its secrets are made here and shown once",
    needs: "change-access-points",
    body: addAccessPointSchema,
    answer: freshSecretSchema,
    handle: async ({ world, signedIn, body }) => {
      const unfit = unfitFor(body);
      if (unfit) return unfit;
      const portalSecret = portalSecretFor(body.kind);
      const coaPort = body.coaPort ?? coaPortOf(body.kind);
      const addresses = addressesOf(world);
      const added = await world.database.transaction(async (transaction) => {
        if ((await holdSite(transaction, body.siteId)) === undefined) return refuse("not_found");
        const made = await addNas(world, transaction, {
          ...body,
          coaPort,
          portalSecret,
          interimSeconds: INTERIM,
        });
        const deed = {
          action: "access-point.added",
          subjectKind: "access-point",
          subjectId: made.id,
          detail: { name: body.name, slug: made.slug, kind: body.kind },
        } as const;
        await audited(transaction, world, signedIn.staff, deed);
        return made;
      });
      if (isRefusal(added)) return added;
      await announce(world.redis, { kind: "nas", id: added.id });
      const { nasIdentifier } = body;
      const introduction = {
        ...added,
        ...addresses,
        portalSecret,
        nasIdentifier,
        coaPort,
        interimSeconds: INTERIM,
      };
      return { ...added, previousUntil: null, typeIn: whatToType(body.kind, introduction) };
    },
  }),
  route({
    method: "post",
    path: "/api/access-points/{id}/secret",
    summary: "Make a new RADIUS secret; the old one is taken for 24 more hours",
    needs: "change-access-points",
    params: idParams,
    answer: freshSecretSchema,
    handle: async ({ world, signedIn, params }) => {
      const placed = await placedNasOf(world.database, params.id);
      if (!placed) return refuse("not_found");
      const previousUntil = world.now() + GRACE_MS;
      const secret = await world.database.transaction(async (transaction) => {
        const made = await rotateSecret(world, transaction, { nasId: params.id, graceUntil: previousUntil });
        const about = {
          subjectKind: "access-point",
          subjectId: params.id,
          detail: { name: placed.name },
        } as const;
        await audited(transaction, world, signedIn.staff, {
          action: "access-point.secret-rotated",
          ...about,
        });
        return made;
      });
      await announce(world.redis, { kind: "nas", id: params.id });
      const introduction = { ...placed, ...addressesOf(world), secret, portalSecret: null };
      return {
        id: placed.id,
        slug: placed.slug,
        secret,
        previousUntil,
        typeIn: whatToType(placed.kind, introduction),
      };
    },
  }),
  route({
    method: "put",
    path: "/api/access-points/{id}/enabled",
    summary: "Switch an access point on or off; off, nothing it sends is answered",
    needs: "change-access-points",
    params: idParams,
    body: enabledSchema,
    answer: doneSchema,
    handle: async ({ world, signedIn, params, body }) => {
      await auditedChange(world, signedIn.staff, async (transaction) => {
        await setEnabled(transaction, params.id, body.enabled);
        const action = body.enabled ? "access-point.switched-on" : "access-point.switched-off";
        return { action, subjectKind: "access-point", subjectId: params.id };
      });
      await announce(world.redis, { kind: "nas", id: params.id });
      return { done: true as const };
    },
  }),
  route({
    method: "delete",
    path: "/api/access-points/{id}",
    summary: "Take an access point out of use for good; sessions of the past go on naming it",
    needs: "change-access-points",
    params: idParams,
    answer: doneSchema,
    handle: async ({ world, signedIn, params }) => {
      await auditedChange(world, signedIn.staff, async (transaction) => {
        const name = await archiveNas(transaction, params.id, world.now());
        return {
          action: "access-point.archived",
          subjectKind: "access-point",
          subjectId: params.id,
          detail: { name },
        };
      });
      await announce(world.redis, { kind: "nas", id: params.id });
      return { done: true as const };
    },
  }),
] as const;

import { givePsk, setRadsec, takePsk } from "#access/nas/radsec-store";
import type { Settings } from "#access/runtime/settings";
import { doneSchema, idParams } from "../me/shapes.ts";
import { isRefusal, refuse } from "../refusals.ts";
import { route } from "../route.ts";
import { changeRadsec } from "./change.ts";
import { freshPskSchema, givePskSchema, radsecSchema, type SetRadsec, setRadsecSchema } from "./shapes.ts";
import { readRadsec } from "./store.ts";

const servedBy = ({ RADSEC_PSK, RADSEC_CERT, RADSEC_PORT }: Settings) => ({
  psk: RADSEC_PSK === "on",
  certificates: RADSEC_CERT !== "",
  port: RADSEC_PORT,
});

/** What was given, without what was left out: a form that is half empty leaves the other half as it was. */
const wishOf = ({ required, fingerprint, name }: SetRadsec) => ({
  ...(required !== undefined && { required }),
  ...(fingerprint !== undefined && { fingerprint }),
  ...(name !== undefined && { name }),
});

/** Fingerprint and name are public, so that the record may hold them; `san`, as the record's `name` is the device's. */
const detailOf = ({ required, fingerprint, name }: SetRadsec) => ({
  ...(required !== undefined && { required }),
  ...(fingerprint !== undefined && { fingerprint }),
  ...(name !== undefined && { san: name }),
});

/** How access points prove themselves over TLS. */
export const radsecRoutes = [
  route({
    method: "get",
    path: "/api/access-points/{id}/radsec",
    summary: "How an access point proves itself over TLS, and what the server takes",
    needs: "see-access-points",
    params: idParams,
    answer: radsecSchema,
    handle: async ({ world, params }) => {
      const found = await readRadsec(world.database, params.id);
      if (!found) return refuse("not_found");
      const { nasName: _, changesBy: __, ...radsec } = found;
      return { ...radsec, served: servedBy(world.settings) };
    },
  }),
  route({
    method: "put",
    path: "/api/access-points/{id}/radsec",
    summary: "Set or withdraw a certificate's name or fingerprint, and whether UDP is still taken",
    needs: "change-access-points",
    params: idParams,
    body: setRadsecSchema,
    answer: doneSchema,
    handle: async ({ world, signedIn, params, body }) => {
      const changed = await changeRadsec(world, signedIn.staff, params.id, {
        action: "access-point.radsec-changed",
        detail: detailOf(body),
        make: (transaction) => setRadsec(world, transaction, params.id, wishOf(body)),
      });
      return isRefusal(changed) ? changed : { done: true as const };
    },
  }),
  route({
    method: "post",
    path: "/api/access-points/{id}/radsec/key",
    summary: "Make a pre-shared key of 256 bits; it is shown once, and the one before ends",
    needs: "change-access-points",
    params: idParams,
    body: givePskSchema,
    answer: freshPskSchema,
    handle: async ({ world, signedIn, params, body: { identity } }) => {
      const psk = await changeRadsec(world, signedIn.staff, params.id, {
        action: "access-point.radsec-key-given",
        detail: { identity },
        make: (transaction) => givePsk(world, transaction, params.id, identity),
      });
      return isRefusal(psk) ? psk : { identity, psk };
    },
  }),
  route({
    method: "delete",
    path: "/api/access-points/{id}/radsec/key",
    summary: "Withdraw the pre-shared key; connections made with it end with their next packet",
    needs: "change-access-points",
    params: idParams,
    answer: doneSchema,
    handle: async ({ world, signedIn, params }) => {
      const taken = await changeRadsec(world, signedIn.staff, params.id, {
        action: "access-point.radsec-key-taken",
        detail: {},
        make: (transaction) => takePsk(world, transaction, params.id),
      });
      return isRefusal(taken) ? taken : { done: true as const };
    },
  }),
] as const;

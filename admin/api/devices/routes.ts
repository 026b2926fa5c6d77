import { acknowledgeAlarm } from "#access/device/alarm-store";
import { addThing, changeThing, removeThing } from "#access/device/thing-store";
import { doneSchema, idParams } from "../me/shapes.ts";
import { refuse } from "../refusals.ts";
import { route } from "../route.ts";
import { changed, detailOf, pinAt, thingIn, thingOf } from "./change.ts";
import { addedSchema, devicesSchema, pinBody, thingBody } from "./shapes.ts";
import { devicesOf } from "./view.ts";

const done = { done: true as const };

/** Registering cameras and other things, pinning them, and laying their alarms to rest. */
export const deviceRoutes = [
  route({
    method: "get",
    path: "/api/devices",
    summary: "Every thing with where it is and was last seen, and the alarms about them",
    needs: "see-access-points",
    answer: devicesSchema,
    handle: ({ world }) => devicesOf(world),
  }),
  route({
    method: "post",
    path: "/api/devices",
    summary: "Register a thing by its MAC address",
    needs: "change-access-points",
    body: thingBody,
    answer: addedSchema,
    handle: async ({ world, signedIn, body }) => {
      const thing = thingIn(body);
      const deed = { action: "thing.added", detail: detailOf(thing) } as const;
      const id = await changed(world, signedIn.staff, deed, (transaction) =>
        addThing(transaction, thing, world.now()),
      );
      return { id };
    },
  }),
  route({
    method: "put",
    path: "/api/devices/{id}",
    summary: "Change a thing; it is asked to log in again",
    needs: "change-access-points",
    params: idParams,
    body: thingBody,
    answer: doneSchema,
    handle: async ({ world, signedIn, params, body }) => {
      const thing = thingIn(body);
      const deed = { action: "thing.changed", detail: detailOf(thing) } as const;
      await changed(world, signedIn.staff, deed, async (transaction) => {
        await changeThing(transaction, { ...thing, id: params.id });
        return params.id;
      });
      return done;
    },
  }),
  route({
    method: "post",
    path: "/api/devices/{id}/pin",
    summary: "Pin a thing to the access point, and the port if wished, where it was last seen",
    needs: "change-access-points",
    params: idParams,
    body: pinBody,
    answer: doneSchema,
    handle: async ({ world, signedIn, params, body }) => {
      const known = await thingOf(world, params.id);
      if (!known?.lastPlace) return refuse("not_found");
      const { id, mac, name, kind, vlan, lastPlace } = known;
      const thing = { id, mac, name, kind, vlan, pin: pinAt(lastPlace, body.withPort) };
      const deed = { action: "thing.pinned", detail: detailOf(thing) } as const;
      await changed(world, signedIn.staff, deed, async (transaction) => {
        await changeThing(transaction, thing);
        return id;
      });
      return done;
    },
  }),
  route({
    method: "delete",
    path: "/api/devices/{id}",
    summary: "Take a thing off the register; its address is then unknown",
    needs: "change-access-points",
    params: idParams,
    answer: doneSchema,
    handle: async ({ world, signedIn, params }) => {
      const known = await thingOf(world, params.id);
      if (!known) return refuse("not_found");
      const deed = { action: "thing.removed", detail: detailOf(known) } as const;
      await changed(world, signedIn.staff, deed, async (transaction) => {
        await removeThing(transaction, params.id, world.now());
        return params.id;
      });
      return done;
    },
  }),
  route({
    method: "post",
    path: "/api/devices/alarms/{id}/acknowledge",
    summary: "Lay an alarm to rest; the thing is asked to log in again",
    needs: "change-access-points",
    params: idParams,
    answer: doneSchema,
    handle: async ({ world, signedIn, params }) => {
      const { staff } = signedIn;
      const deed = { action: "thing.alarm-acknowledged", detail: { alarm: params.id } } as const;
      await changed(world, staff, deed, (transaction) =>
        acknowledgeAlarm(transaction, { id: params.id, staffId: staff.id, at: world.now() }),
      );
      return done;
    },
  }),
] as const;

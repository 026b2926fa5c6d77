import type { z } from "zod";
import { phoneOf, readSubscriber } from "#access/subscriber/store";
import { audited } from "../audited.ts";
import { idParams } from "../me/shapes.ts";
import { refuse } from "../refusals.ts";
import { route, type StaffAsk } from "../route.ts";
import { type Act, block, chargeWithheld, disconnect, more, replan, unblock } from "./actions.ts";
import { find, wantedOf } from "./find.ts";
import { noteLooks } from "./look.ts";
import { readPerson } from "./person.ts";
import {
  actedSchema,
  blockSchema,
  chargedSchema,
  disconnectSchema,
  findSchema,
  foundSchema,
  moreSchema,
  personPlanSchema,
  personSchema,
  phoneSchema,
  withheldSchema,
} from "./shapes.ts";

type PersonAsk = StaffAsk<z.output<typeof idParams>, unknown, unknown>;

const actOf = ({ world, signedIn, params }: PersonAsk): Act => ({
  world,
  staff: signedIn.staff,
  id: params.id,
});

/** Finding people, looking at one, and what can be done for or against one. */
export const peopleRoutes = [
  route({
    method: "post",
    path: "/api/people/find",
    summary:
      "Find people by a full phone number or a device's MAC address; not a GET, so that no number is in an address",
    needs: "see-people",
    body: findSchema,
    answer: foundSchema,
    handle: async ({ world, signedIn, body }) => {
      const wanted = wantedOf(body.text);
      if (!wanted) return refuse("not_a_phone_or_mac");
      const people = await find(world, wanted);
      const detail = { by: wanted.by, found: people.length };
      await audited(world.database, world, signedIn.staff, {
        action: "person.found",
        subjectKind: "person",
        detail,
      });
      return { people, mac: wanted.by === "mac" ? wanted.mac : null };
    },
  }),
  route({
    method: "get",
    path: "/api/people/{id}",
    summary:
      "One person: plan, what is used and left, devices, sessions, what happened; every look is remembered",
    needs: "see-people",
    params: idParams,
    answer: personSchema,
    handle: async ({ world, signedIn, params }) => {
      const person = await readPerson(world, params.id);
      if (!person) return refuse("not_found");
      await noteLooks(world, signedIn.staff, [params.id]);
      return person;
    },
  }),
  route({
    method: "post",
    path: "/api/people/{id}/phone",
    summary: "The person's number in full; remembered",
    needs: "see-people",
    params: idParams,
    answer: phoneSchema,
    handle: async ({ world, signedIn, params }) => {
      if (!(await readSubscriber(world.database, params.id))) return refuse("not_found");
      const deed = { action: "person.number-shown", subjectKind: "person", subjectId: params.id } as const;
      await audited(world.database, world, signedIn.staff, deed);
      return { phone: await phoneOf(world, params.id) };
    },
  }),
  route({
    method: "post",
    path: "/api/people/{id}/disconnect",
    summary: "End one running session, or all",
    needs: "change-people",
    params: idParams,
    body: disconnectSchema,
    answer: actedSchema,
    handle: (ask) => disconnect(actOf(ask), ask.body.sessionId),
  }),
  route({
    method: "post",
    path: "/api/people/{id}/withheld",
    summary: "Charge what was withheld of a session as impossible, and is true after all",
    needs: "change-people",
    params: idParams,
    body: withheldSchema,
    answer: chargedSchema,
    handle: (ask) => chargeWithheld(actOf(ask), ask.body.sessionId),
  }),
  route({
    method: "post",
    path: "/api/people/{id}/block",
    summary: "Keep a person out, and end what runs",
    needs: "change-people",
    params: idParams,
    body: blockSchema,
    answer: actedSchema,
    handle: (ask) => block(actOf(ask), ask.body.reason),
  }),
  route({
    method: "post",
    path: "/api/people/{id}/unblock",
    summary: "Let a blocked person in again",
    needs: "change-people",
    params: idParams,
    answer: actedSchema,
    handle: (ask) => unblock(actOf(ask)),
  }),
  route({
    method: "post",
    path: "/api/people/{id}/more",
    summary: "Give more octets or seconds for the period that runs",
    needs: "change-people",
    params: idParams,
    body: moreSchema,
    answer: actedSchema,
    handle: (ask) => more(actOf(ask), ask.body),
  }),
  route({
    method: "post",
    path: "/api/people/{id}/plan",
    summary: "Give another plan, from now on",
    needs: "change-people",
    params: idParams,
    body: personPlanSchema,
    answer: actedSchema,
    handle: (ask) => replan(actOf(ask), ask.body.planId),
  }),
] as const;

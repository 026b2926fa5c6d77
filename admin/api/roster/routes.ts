import { listStaff } from "../../staff/roster-store.ts";
import { enabledSchema } from "../access-points/shapes.ts";
import { doneSchema, idParams } from "../me/shapes.ts";
import { route } from "../route.ts";
import { addStaff, changeRole, endSessions, resetPassword, setStaffEnabled } from "./change.ts";
import { addStaffSchema, oneTimeSchema, resetSchema, roleSchema, rosterSchema } from "./shapes.ts";

/** Who is staff, for owners. */
export const rosterRoutes = [
  route({
    method: "get",
    path: "/api/staff",
    summary: "Everybody who may sign in here, and who was switched off",
    needs: "change-staff",
    answer: rosterSchema,
    handle: async ({ world, signedIn }) => {
      const listed = await listStaff(world.database, world.now());
      return { staff: listed.map((one) => ({ ...one, isThis: one.id === signedIn.staff.id })) };
    },
  }),
  route({
    method: "post",
    path: "/api/staff",
    summary: "Add a member of staff; the one-time password is shown once",
    needs: "change-staff",
    body: addStaffSchema,
    answer: oneTimeSchema,
    handle: ({ world, signedIn, body }) => addStaff(world, signedIn.staff, body),
  }),
  route({
    method: "post",
    path: "/api/staff/{id}/password",
    summary: "Give somebody else a one-time password and end all their sessions",
    needs: "change-staff",
    params: idParams,
    body: resetSchema,
    answer: oneTimeSchema,
    handle: ({ world, signedIn, params, body }) =>
      resetPassword({ world, by: signedIn.staff, id: params.id }, body.forgetCode),
  }),
  route({
    method: "put",
    path: "/api/staff/{id}/enabled",
    summary: "Switch a login off, with its sessions, or on again; the last owner stays",
    needs: "change-staff",
    params: idParams,
    body: enabledSchema,
    answer: doneSchema,
    handle: ({ world, signedIn, params, body }) =>
      setStaffEnabled({ world, by: signedIn.staff, id: params.id }, body.enabled),
  }),
  route({
    method: "put",
    path: "/api/staff/{id}/role",
    summary: "Give a member of staff another role, from the next request on; the last owner stays one",
    needs: "change-staff",
    params: idParams,
    body: roleSchema,
    answer: doneSchema,
    handle: ({ world, signedIn, params, body }) =>
      changeRole({ world, by: signedIn.staff, id: params.id }, body.role),
  }),
  route({
    method: "delete",
    path: "/api/staff/{id}/sessions",
    summary: "End all sign-in sessions of a member of staff",
    needs: "change-staff",
    params: idParams,
    answer: doneSchema,
    handle: ({ world, signedIn, params }) => endSessions({ world, by: signedIn.staff, id: params.id }),
  }),
] as const;

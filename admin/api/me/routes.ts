import { permissionsOf } from "../../staff/roles.ts";
import { listSessions, revokeSession } from "../../staff/session-store.ts";
import { nextStep, type SignedIn } from "../../staff/staff.ts";
import { audited } from "../audited.ts";
import { isRefusal, refuse } from "../refusals.ts";
import { route } from "../route.ts";
import { enrolment, judgeCode } from "./code.ts";
import { newPassword } from "./new-password.ts";
import {
  codeSchema,
  doneSchema,
  enrolmentSchema,
  idParams,
  type Me,
  meSchema,
  newPasswordSchema,
  ownSessionsSchema,
  signInSchema,
} from "./shapes.ts";
import { signIn } from "./sign-in.ts";

const meOf = (signedIn: SignedIn | undefined): Me => {
  const step = nextStep(signedIn);
  const permissions = signedIn && step === "in" ? [...permissionsOf(signedIn.staff.role)] : [];
  const { login = null, name = null, role = null } = signedIn?.staff ?? {};
  return { step, login, name, role, permissions };
};

/** Signing in and out, one's own password, code and sessions. */
export const meRoutes = [
  route({
    method: "get",
    path: "/api/me",
    summary: "Who is signed in, and the next step of signing in",
    needs: "nobody",
    answer: meSchema,
    handle: ({ signedIn }) => meOf(signedIn),
  }),
  route({
    method: "post",
    path: "/api/me/sign-in",
    summary: "Sign in with login and password, the first step",
    needs: "nobody",
    body: signInSchema,
    answer: doneSchema,
    handle: async ({ world, body, keepToken }) => {
      const begun = await signIn(world, body);
      if (isRefusal(begun)) return begun;
      keepToken(begun.token);
      return { done: true as const };
    },
  }),
  route({
    method: "get",
    path: "/api/me/enrolment",
    summary: "The code secret to enrol, as text and as a QR picture",
    needs: "some-session",
    answer: enrolmentSchema,
    handle: ({ world, signedIn }) => enrolment(world, signedIn),
  }),
  route({
    method: "post",
    path: "/api/me/code",
    summary: "Give the six digits; the session becomes a full one",
    needs: "some-session",
    body: codeSchema,
    answer: doneSchema,
    handle: async ({ world, signedIn, body, keepToken }) => {
      const judged = await judgeCode(world, signedIn, body.code);
      if (isRefusal(judged)) return judged;
      keepToken(judged.token);
      return { done: true as const };
    },
  }),
  route({
    method: "post",
    path: "/api/me/password",
    summary: "Change one's own password",
    needs: "some-session",
    body: newPasswordSchema,
    answer: doneSchema,
    handle: ({ world, signedIn, body }) => newPassword(world, signedIn, body),
  }),
  route({
    method: "post",
    path: "/api/me/sign-out",
    summary: "End this session",
    needs: "some-session",
    answer: doneSchema,
    handle: async ({ world, signedIn, keepToken }) => {
      const { staff, sessionId } = signedIn;
      await revokeSession(world.database, staff.id, sessionId, world.now());
      await audited(world.database, world, staff, {
        action: "staff.signed-out",
        subjectKind: "staff",
        subjectId: staff.login,
      });
      keepToken(undefined);
      return { done: true as const };
    },
  }),
  route({
    method: "get",
    path: "/api/me/sessions",
    summary: "One's own running sessions",
    needs: "signed-in",
    answer: ownSessionsSchema,
    handle: async ({ world, signedIn }) => {
      const sessions = await listSessions(world.database, signedIn.staff.id, world.now());
      return {
        sessions: sessions.map((session) => ({ ...session, isThis: session.id === signedIn.sessionId })),
      };
    },
  }),
  route({
    method: "delete",
    path: "/api/me/sessions/{id}",
    summary: "End one of one's own sessions",
    needs: "signed-in",
    params: idParams,
    answer: doneSchema,
    handle: async ({ world, signedIn, params }) => {
      const { staff } = signedIn;
      if (!(await revokeSession(world.database, staff.id, params.id, world.now())))
        return refuse("not_found");
      const deed = { action: "staff.session-revoked", subjectKind: "staff", subjectId: staff.login } as const;
      await audited(world.database, world, staff, deed);
      return { done: true as const };
    },
  }),
] as const;

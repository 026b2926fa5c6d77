import { generateSync } from "otplib";
import { ROUTES } from "#admin/api/routes";
import { type Admin, start } from "#admin/start";
import { type TestWorld, testWorld, type Wishes } from "../setup/world.ts";

/** Whatever an answer holds: a test reads what it asserts on, and a wrong guess fails it. */
type Body = ReturnType<typeof JSON.parse>;

/** An answer of the API: its status and its body, checked against the route's own schema when it is 200. */
type Answer = { readonly status: number; readonly body: Body; readonly cookie: string | null };

/** A browser at the panel: keeps the cookie, sends the header that only our own page sends. */
export type Desk = {
  readonly ask: (method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown) => Promise<Answer>;
  readonly cookie: () => string;
};

const isOf = (declared: string, path: string): boolean =>
  new RegExp(`^${declared.replace(/\{\w+\}/g, "[^/]+")}$`).test(path);

/** Throws when an answer is not what the API says of itself. */
const checked = (method: string, path: string, body: unknown): unknown => {
  const bare = path.split("?")[0] ?? path;
  const route = ROUTES.find((each) => each.method.toUpperCase() === method && isOf(each.path, bare));
  return route ? route.answer.parse(body) : body;
};

/** Somebody at the panel who is not signed in. */
export const deskAt = (url: string): Desk => {
  let cookie = "";
  return {
    cookie: () => cookie,
    ask: async (method, path, body) => {
      const headers = { "x-hien": "1", "content-type": "application/json", cookie };
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const response = await fetch(`${url}${path}`, init);
      const set = response.headers.get("set-cookie");
      if (set) cookie = set.split(";")[0] ?? "";
      const answer = await response.json();
      return {
        status: response.status,
        cookie: set,
        body: response.ok ? checked(method, path, answer) : answer,
      };
    },
  };
};

/** The panel over a world of its own. */
export type Office = {
  readonly world: TestWorld;
  readonly admin: Admin;
  /** the code of the authenticator at the world's present instant */
  readonly codeOf: (secret: string) => string;
  readonly close: () => Promise<void>;
};

export const office = async (wishes: Wishes = {}): Promise<Office> => {
  const world = await testWorld(wishes);
  const admin = await start(world);
  return {
    world,
    admin,
    codeOf: (secret) => generateSync({ secret, epoch: Math.floor(world.now() / 1000) }),
    close: async () => {
      await admin.stop();
      await world.close();
    },
  };
};

export const NEW_PASSWORD = "một hiên nhà rộng";

/** Takes the first administrator through password, new password and code; returns the desk and the code's secret. */
export const signedInDesk = async (at: Office): Promise<{ desk: Desk; secret: string }> => {
  const desk = deskAt(at.admin.url);
  const { firstLogin: login, firstPassword: password } = at.admin;
  await desk.ask("POST", "/api/me/sign-in", { login, password });
  await desk.ask("POST", "/api/me/password", { current: password, next: NEW_PASSWORD });
  const { secret } = (await desk.ask("GET", "/api/me/enrolment")).body;
  await desk.ask("POST", "/api/me/code", { code: at.codeOf(secret) });
  return { desk, secret };
};

/** Adds a member of staff from an owner's desk and takes them through their first sign-in. */
export const addColleague = async (
  at: Office,
  owner: Desk,
  role: string,
  login = `${role}.colleague`,
): Promise<Desk> => {
  const { password } = (await owner.ask("POST", "/api/staff", { login, name: login, role })).body;
  const desk = deskAt(at.admin.url);
  await desk.ask("POST", "/api/me/sign-in", { login, password });
  await desk.ask("POST", "/api/me/password", { current: password, next: NEW_PASSWORD });
  const { secret } = (await desk.ask("GET", "/api/me/enrolment")).body;
  await desk.ask("POST", "/api/me/code", { code: at.codeOf(secret) });
  return desk;
};

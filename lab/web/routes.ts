import { readFileSync } from "node:fs";
import { z } from "zod";
import { below } from "#access/runtime/random";
import { diceOf, pretendNumber } from "../crowd/dice.ts";
import type { Lab } from "../lab.ts";
import { type Place, search } from "./places.ts";
import { pictureOf } from "./pretend-phone.ts";
import type { Shelf } from "./shelf.ts";

/** What a route answers: JSON, or a file of the page. */
export type Answer =
  | { readonly status: number; readonly json: unknown }
  | { readonly status: number; readonly type: string; readonly body: Buffer };

/** What routes work on. */
export type Means = { readonly lab: Lab; readonly shelf: Shelf; readonly places: readonly Place[] };

type Call = {
  readonly means: Means;
  readonly id: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
};
type Route = {
  readonly method: "GET" | "POST";
  /** `*` stands for a phone's id */
  readonly path: RegExp;
  readonly answer: (call: Call) => Promise<Answer> | Answer;
};

const LARGEST_SEED = 2 ** 31;

const fine = (json: unknown): Answer => ({ status: 200, json });
const wrong = (code: string): Answer => ({ status: 400, json: { code } });
const gone: Answer = { status: 404, json: { code: "lab_phone_gone" } };

const file = (name: string, type: string): Route["answer"] => {
  const body = readFileSync(new URL(`../pages/${name}`, import.meta.url));
  return () => ({ status: 200, type, body });
};

const joining = z.strictObject({ nasId: z.int(), number: z.string().max(40) });
const surfing = z.strictObject({ kbps: z.int().min(0).max(1_000_000) });

const join: Route["answer"] = async ({ means, body }) => {
  const wish = joining.safeParse(body);
  if (!wish.success) return wrong("lab_request_invalid");
  const phone = await means.shelf.join(wish.data.nasId, wish.data.number);
  return fine(await pictureOf(means.lab.world, phone));
};

const picture: Route["answer"] = async ({ means, id }) => {
  const phone = means.shelf.find(id);
  return phone ? fine(await pictureOf(means.lab.world, phone)) : gone;
};

const surf: Route["answer"] = ({ means, id, body }) => {
  const wish = surfing.safeParse(body);
  if (!wish.success) return wrong("lab_request_invalid");
  const phone = means.shelf.find(id);
  if (!phone) return gone;
  phone.wish = wish.data.kbps;
  return fine({});
};

const leave: Route["answer"] = async ({ means, id }) => {
  await means.shelf.leave(id);
  return fine({});
};

const number: Route["answer"] = () => fine({ number: pretendNumber(diceOf(below(LARGEST_SEED))) });

/** Every address of the lab. */
export const ROUTES: readonly Route[] = [
  { method: "GET", path: /^\/$/, answer: file("lab.html", "text/html; charset=utf-8") },
  { method: "GET", path: /^\/lab\.css$/, answer: file("lab.css", "text/css; charset=utf-8") },
  { method: "GET", path: /^\/lab\.js$/, answer: file("lab.js", "text/javascript; charset=utf-8") },
  { method: "GET", path: /^\/phrases\.js$/, answer: file("phrases.js", "text/javascript; charset=utf-8") },
  { method: "GET", path: /^\/healthz$/, answer: () => fine({ ok: true }) },
  {
    method: "GET",
    path: /^\/api\/places$/,
    answer: ({ means, query }) => fine(search(means.places, query.get("q") ?? "")),
  },
  { method: "GET", path: /^\/api\/number$/, answer: number },
  { method: "POST", path: /^\/api\/phones$/, answer: join },
  { method: "GET", path: /^\/api\/phones\/([0-9a-z]{16})$/, answer: picture },
  { method: "POST", path: /^\/api\/phones\/([0-9a-z]{16})\/surf$/, answer: surf },
  { method: "POST", path: /^\/api\/phones\/([0-9a-z]{16})\/leave$/, answer: leave },
];

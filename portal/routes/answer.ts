import type { Context } from "koa";
import type { Fields } from "../actions/stage.ts";
import { plainPage } from "../pages/plain-page.tsx";
import type { PlainCode } from "../phrases/keys.ts";
import { accepted, languageOf } from "../phrases/phrase.ts";

/** Answers with a page that nobody may keep. */
export const answerPage = (ctx: Context, html: string, status = 200): void => {
  ctx.status = status;
  ctx.type = "html";
  ctx.body = html;
};

/** Answers with one sentence; nothing of the request appears in it. */
export const answerPlain = (
  ctx: Context,
  status: number,
  code: PlainCode,
  entrance: string | null = null,
): void => {
  const language = languageOf(ctx.query["lang"]) ?? accepted(ctx.get("accept-language"));
  answerPage(ctx, plainPage(code, language, entrance), status);
};

/** Text fields of a posted form; repeated and nested ones are left out. */
export const fieldsOf = (ctx: Context): Fields => {
  const body: unknown = (ctx.request as { body?: unknown }).body;
  if (typeof body !== "object" || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
};

import type { Context } from "koa";
import { heard, recordFault } from "#access/attempt/faults";
import type { Nas } from "#access/nas/nas";
import { nasBySlug } from "#access/nas/table";
import type { World } from "#access/runtime/world";
import { VENDORS } from "#access/vendors/vendors";
import { heedEnd, heedList } from "./heed.ts";
import { letIn } from "./let-in.ts";
import { readLetter, type Sent } from "./letter.ts";
import { bearsMark, sealed } from "./seal.ts";

/** Longest letter, octets: a list of about a thousand devices. */
const LONGEST = 128 * 1_024;

const MARK = 64;

/** The body as text; `undefined` when it is longer than any letter. */
const bodyOf = async (ctx: Context): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("latin1");
};

const heed = async (world: World, nas: Nas, { letter, nonce }: Sent): Promise<string> => {
  switch (letter.kind) {
    case "open":
      return letIn(world, nas, letter, nonce);
    case "end":
      await heedEnd(world, nas, letter);
      return "";
    case "list":
      return heedList(world, nas, letter);
  }
};

const refuse = (ctx: Context, status: number): void => {
  ctx.status = status;
  ctx.body = "";
};

/**
 * Answers a letter of an openNDS gateway's script: may this device go online, this one has left, these are here.
 *
 * A letter is its mark, a line feed and the text. What does not bear the mark of the gateway's key is counted and
 * answered with an empty 403; the answer bears a mark of its own.
 */
export const answerGateway = async (ctx: Context, world: World, slug: string): Promise<void> => {
  const nas = await nasBySlug(world, slug);
  if (!nas?.enabled || !VENDORS[nas.kind].polls || nas.portalSecret === null) return refuse(ctx, 404);
  const body = await bodyOf(ctx);
  if (body === undefined) return refuse(ctx, 413);
  const text = body.slice(MARK + 1);
  if (!bearsMark(nas.portalSecret, body.slice(0, MARK), text)) {
    recordFault(world, { nasId: nas.id, source: ctx.ip, reason: "gateway-unsigned" });
    return refuse(ctx, 403);
  }
  const sent = readLetter(text);
  if (!sent) {
    recordFault(world, { nasId: nas.id, source: ctx.ip, reason: "gateway-malformed" });
    return refuse(ctx, 400);
  }
  heard(world, nas.id, sent.letter.kind === "open" ? "login" : "accounting");
  ctx.type = "text";
  ctx.body = sealed(nas.portalSecret, sent.nonce, await heed(world, nas, sent));
};

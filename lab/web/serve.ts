import type { IncomingMessage, ServerResponse } from "node:http";
import { Failure } from "#access/runtime/failure";
import { headersFor, isAddressedHere, isFromOwnPage } from "./guard.ts";
import { type Answer, type Means, ROUTES } from "./routes.ts";

const LONGEST_BODY = 4_096;

const refusal = (status: number, code: string): Answer => ({ status, json: { code } });

/** The JSON of a body; undefined for too much of it, or none. */
const jsonOf = async (request: IncomingMessage): Promise<unknown> => {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += chunk;
    if (text.length > LONGEST_BODY) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const answerOf = async (request: IncomingMessage, means: Means): Promise<Answer> => {
  if (!isAddressedHere(request)) return refusal(421, "lab_only_on_loopback");
  const address = new URL(request.url ?? "/", "http://127.0.0.1");
  const route = ROUTES.find(({ method, path }) => method === request.method && path.test(address.pathname));
  if (!route) return refusal(404, "not_found");
  if (route.method === "POST" && !isFromOwnPage(request)) return refusal(403, "lab_only_its_own_page");
  const body = route.method === "POST" ? await jsonOf(request) : undefined;
  const [, id = ""] = route.path.exec(address.pathname) ?? [];
  return route.answer({ means, id, query: address.searchParams, body });
};

const faultOf = (fault: unknown): Answer =>
  fault instanceof Failure ? refusal(400, fault.code) : refusal(503, "lab_store_away");

const write = (response: ServerResponse, answer: Answer, portalUrl: string): void => {
  const [type, body] =
    "json" in answer ? ["application/json", JSON.stringify(answer.json)] : [answer.type, answer.body];
  response.writeHead(answer.status, { ...headersFor(portalUrl), "content-type": type }).end(body);
};

/** Answers one request; the edge of the lab, so a fault is logged here, once. */
export const serve = async (
  request: IncomingMessage,
  response: ServerResponse,
  means: Means,
): Promise<void> => {
  const { settings, log } = means.lab.world;
  const answer = await answerOf(request, means).catch((fault: unknown) => {
    if (!(fault instanceof Failure)) log.error({ err: fault }, "the lab could not answer");
    return faultOf(fault);
  });
  write(response, answer, settings.PORTAL_URL);
};

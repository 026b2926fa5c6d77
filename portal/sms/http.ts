import { Failure } from "#access/runtime/failure";
import {
  failed,
  type SmsFault,
  type SmsGateway,
  type SmsMessage,
  type SmsOutcome,
  TAKEN,
} from "./gateway.ts";

/** Where and how the generic gateway is spoken to; `body` is JSON with `{to}`, `{text}` and `{id}` in its strings. */
export type HttpGateway = { readonly url: string; readonly token: string; readonly body: string };

/** A person waits for the answer, milliseconds. */
const PATIENCE_MS = 8_000;

/** Octets of the answer that are read; what a gateway says fits in far less. */
const LONGEST_ANSWER = 16_384;

/** What an HTTP status says where the gateway says nothing else. */
const FAULTS: Readonly<Record<number, SmsFault>> = {
  400: "unknown",
  401: "auth",
  402: "balance",
  403: "ip_not_allowed",
  408: "temporary",
  409: "duplicate",
  422: "number_invalid",
  429: "throttled",
};

/** Faults that say for certain that nothing was sent. */
const isCertain = (status: number): boolean => status >= 300 && status < 500 && status !== 408;

const fill = (value: unknown, parts: Readonly<Record<string, string>>): unknown => {
  if (typeof value === "string")
    return value.replace(/\{(to|text|id)\}/g, (_, name: string) => parts[name] ?? "");
  if (Array.isArray(value)) return value.map((item) => fill(item, parts));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(item, parts)]));
  return value;
};

/** The body with the message filled in after it was parsed, so that a text can never break out of its string. */
const bodyOf = (template: unknown, { to, text, requestId }: SmsMessage): string =>
  JSON.stringify(fill(template, { to, text, id: requestId }));

/** Reads the answer to its end, so that the connection is used again, but never more than its limit. */
const drain = async (response: Response): Promise<void> => {
  let octets = 0;
  for await (const chunk of response.body ?? []) {
    octets += (chunk as Uint8Array).length;
    if (octets > LONGEST_ANSWER) throw new RangeError("the gateway's answer is too long");
  }
};

const outcomeOf = ({ status, ok }: Response): SmsOutcome =>
  ok ? TAKEN : failed(FAULTS[status] ?? (status >= 500 ? "temporary" : "unknown"), !isCertain(status));

/** Connection faults before the message can have left. */
const NEVER_LEFT: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

const templateOf = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new Failure("sms_body_invalid", {}, { cause });
  }
};

const codeOf = (fault: unknown): string => {
  const cause = fault instanceof Error ? (fault.cause as { code?: unknown } | undefined) : undefined;
  return typeof cause?.code === "string" ? cause.code : "";
};

/**
 * Any gateway that takes a JSON POST with a bearer token and answers 2xx when it took the message.
 *
 * A redirect is not followed: it would carry the token and the number elsewhere. Once the status says that the
 * message was taken, a slow or endless rest of the answer changes nothing.
 *
 * @param patienceMs  milliseconds until the answer must be there
 * @throws Failure `sms_body_invalid` when the body's template is not JSON
 */
export const httpGateway = ({ url, token, body }: HttpGateway, patienceMs = PATIENCE_MS): SmsGateway => {
  const template = templateOf(body);
  return {
    name: "http",
    send: async (message) => {
      try {
        const response = await fetch(url, {
          method: "POST",
          headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
          body: bodyOf(template, message),
          redirect: "manual",
          signal: AbortSignal.timeout(patienceMs),
        });
        await drain(response).catch(() => response.body?.cancel().catch(() => undefined));
        return outcomeOf(response);
      } catch (fault) {
        return failed("temporary", !NEVER_LEFT.has(codeOf(fault)));
      }
    },
  };
};

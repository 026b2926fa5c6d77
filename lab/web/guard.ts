import type { IncomingMessage } from "node:http";

/** Names by which a browser on this machine may reach the lab; any other is a rebound name of a stranger's page. */
const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/;

/** Whether the request was addressed to this machine by a loopback name. */
export const isAddressedHere = ({ headers }: IncomingMessage): boolean => LOOPBACK.test(headers.host ?? "");

/**
 * Whether a request that changes something comes from the lab's own page: same origin, and JSON, which another
 * origin's page cannot send without asking (and nobody here says yes).
 */
export const isFromOwnPage = ({ headers }: IncomingMessage): boolean =>
  headers["content-type"] === "application/json" && headers.origin === `http://${headers.host}`;

/** Headers of every answer. The portal and gateways are framed; nothing else is loaded from anywhere. */
export const headersFor = (portalUrl: string): Readonly<Record<string, string>> => ({
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    `frame-src http://127.0.0.1:* http://localhost:* ${new URL(portalUrl).origin}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; "),
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
});

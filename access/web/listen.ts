import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers a request, at once or later; answers for its own faults. */
type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A listening HTTP server. */
export type Listening = {
  readonly url: string;
  /** takes no more, lets running answers finish for a moment, then cuts what is left */
  readonly stop: () => Promise<void>;
};

/** How long running answers may take to finish when the program stops, milliseconds. */
const GRACE_MS = 2_000;

/** What a stranger may hold on to: header octets, milliseconds for headers, for a request, between requests. */
const LIMITS = {
  maxHeaderSize: 12_288,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 5_000,
} as const;

const MOST_CONNECTIONS = 20_000;

/**
 * Serves HTTP with limits on how long a slow or silent client is waited for.
 *
 * @param at  host and port to bind; port 0 takes a free one
 */
export const listen = async (
  answer: Answer,
  at: { readonly host: string; readonly port: number },
): Promise<Listening> => {
  const server = createServer(LIMITS, (request, response) => void answer(request, response));
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(at.port, at.host, listening);
  });
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a path
  return {
    url: `http://${at.host.includes(":") ? `[${at.host}]` : at.host}:${port}`,
    stop: () =>
      new Promise<void>((stopped) => {
        const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
        server.close(() => {
          clearTimeout(cut);
          stopped();
        });
        server.closeIdleConnections();
      }),
  };
};

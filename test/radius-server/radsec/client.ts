import { once } from "node:events";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { CODE } from "#radius-server/protocol/codes";
import { type Packet, parse } from "#radius-server/protocol/packet";
import { secretOf } from "#radius-server/protocol/secret";
import { replyIsAuthentic } from "#radius-server/protocol/verify";
import { cut } from "#radius-server/radsec/stream";

/** The other end of a RadSec connection, on Node's own TLS client. */
export type RadsecClient = {
  readonly socket: TLSSocket;
  /** writes octets as they are */
  readonly write: (octets: Uint8Array) => void;
  /** sends a request and waits for its authentic answer; rejects when the connection closes instead */
  readonly ask: (request: Uint8Array) => Promise<Packet>;
  /** settles once the connection has closed, with what was answered before and not asked for */
  readonly closed: Promise<void>;
  readonly close: () => Promise<void>;
};

type Asked = { request: Uint8Array; resolve: (reply: Packet) => void; reject: (cause: Error) => void };

const SECRET = secretOf("radsec");

/** What proves a pre-shared key's holder, in one version of TLS. */
export const byKey = (
  identity: string,
  psk: string,
  version: "TLSv1.2" | "TLSv1.3" = "TLSv1.3",
): ConnectionOptions => ({
  pskCallback: () => ({ identity, psk: Buffer.from(psk, "hex") }),
  minVersion: version,
  maxVersion: version,
  ciphers: version === "TLSv1.3" ? "TLS_AES_128_GCM_SHA256" : "PSK+AESGCM:kECDHEPSK",
});

const ASKS_CHANGE: ReadonlySet<number> = new Set([CODE["CoA-Request"], CODE["Disconnect-Request"]]);

/**
 * Connects and shakes hands.
 *
 * @param onChange  told each request to change a session that comes down the connection
 * @throws the fault, or an Error when the server closes instead
 */
export const radsecClient = async (
  port: number,
  options: ConnectionOptions,
  onChange: (request: Buffer, socket: TLSSocket) => void = () => {},
): Promise<RadsecClient> => {
  const socket = connect({
    port,
    host: "127.0.0.1",
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    ...options,
  });
  const waiting = new Map<number, Asked>();
  let pending: Buffer = Buffer.alloc(0);
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => {
      for (const { reject } of waiting.values()) reject(new Error("the server closed the connection"));
      resolve();
    });
  });
  socket.on("data", (chunk) => {
    const { packets, rest } = cut(pending, chunk);
    pending = rest;
    for (const octets of packets) {
      if (ASKS_CHANGE.has(octets[0] ?? 0)) {
        onChange(octets, socket);
        continue;
      }
      const reply = parse(octets);
      if ("malformed" in reply) throw new Error(`the server sent rubbish: ${reply.malformed}`);
      const asked = waiting.get(reply.identifier);
      if (!asked || !replyIsAuthentic(reply, asked.request.subarray(4, 20), SECRET)) continue;
      waiting.delete(reply.identifier);
      asked.resolve(reply);
    }
  });
  await once(socket, "secureConnect");
  socket.on("error", () => {});
  return {
    socket,
    write: (octets) => void socket.write(octets),
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting.set(request[1] as number, { request, resolve, reject });
        socket.resume();
        socket.write(request);
      }),
    closed,
    close: async () => {
      socket.end();
      await closed;
    },
  };
};

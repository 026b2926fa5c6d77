import { createSocket } from "node:dgram";
import { once } from "node:events";
import { CODE } from "#radius-server/protocol/codes";
import { type Packet, parse } from "#radius-server/protocol/packet";
import { secretOf } from "#radius-server/protocol/secret";
import { accountingRequestIsAuthentic } from "#radius-server/protocol/verify";
import { reply } from "#radius-server/protocol/write";

/** The side of a NAS that obeys: it acknowledges every authentic CoA- and Disconnect-Request, and keeps them. */
export type ChangeListener = {
  readonly port: number;
  readonly secret: string;
  /** each request once, however often it was sent */
  readonly heard: readonly Packet[];
  readonly close: () => void;
};

const ACKNOWLEDGED: Readonly<Record<number, number>> = {
  [CODE["CoA-Request"]]: CODE["CoA-ACK"],
  [CODE["Disconnect-Request"]]: CODE["Disconnect-ACK"],
};

/** Opens the listener on a port of its own. */
export const changeListener = async (): Promise<ChangeListener> => {
  const text = "a-secret-between-nas-and-server";
  const secret = secretOf(text);
  const heard: Packet[] = [];
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  socket.on("message", (datagram, from) => {
    const request = parse(datagram);
    if ("malformed" in request || !accountingRequestIsAuthentic(request, secret)) return;
    const code = ACKNOWLEDGED[request.code];
    const answer = code === undefined ? undefined : reply(request, code, [], secret);
    if (!answer) return;
    if (!heard.some(({ authenticator }) => Buffer.from(authenticator).equals(request.authenticator)))
      heard.push(request);
    socket.send(answer, from.port, from.address);
  });
  return { port: socket.address().port, secret: text, heard, close: () => socket.close() };
};

import { EventEmitter, once } from "node:events";
import type { ConnectionOptions, TLSSocket } from "node:tls";
import { type Attribute, changeReply, type Decoded, decoded } from "#lab/nas/codec";
import { isChangeRequest } from "#lab/nas/verify";
import { type RadsecClient, radsecClient } from "./client.ts";

/** A request that came down the connection, as it was and as another codec reads it. */
export type Asked = { readonly octets: Buffer; readonly packet: Decoded };

/** What a NAS sends back; nothing is silence. */
type Manner = (asked: Asked, socket: TLSSocket) => Buffer | undefined;

/** The ears of a NAS that takes changes down its own connections: all of them share what was heard. */
export type ReverseNas = {
  readonly connect: (port: number, options: ConnectionOptions) => Promise<RadsecClient>;
  /** everything that came, in order */
  readonly heard: readonly Asked[];
  /** the next request; each is given once */
  readonly next: () => Promise<Asked>;
  /** how it answers from now on; at first it obeys */
  readonly answer: (manner: Manner) => void;
};

/** RFC 6614 section 2.3 */
const SECRET = "radsec";

const answered = ({ octets, packet }: Asked, word: "ACK" | "NAK", attributes: readonly Attribute[]): Buffer =>
  changeReply(
    packet.code === "CoA-Request" ? `CoA-${word}` : `Disconnect-${word}`,
    octets,
    SECRET,
    attributes,
  );

/** Does what is asked. */
export const obeys: Manner = (asked) => answered(asked, "ACK", []);

/** Refuses for a reason, by its number (RFC 5176 section 3.5). */
export const refuses =
  (errorCause: number): Manner =>
  (asked) =>
    answered(asked, "NAK", [["Error-Cause", errorCause]]);

/** Says nothing. */
export const isSilent: Manner = () => undefined;

/** Hangs up instead of an answer, as one may that does not know such packets. */
export const hangsUp: Manner = (_, socket) => {
  socket.destroy();
  return undefined;
};

/** Opens its ears; the codec is the lab's, which shares nothing with the server's. */
export const reverseNas = (): ReverseNas => {
  const heard: Asked[] = [];
  const arrivals = new EventEmitter();
  let manner = obeys;
  let taken = 0;
  const take = (octets: Buffer, socket: TLSSocket): void => {
    const packet = decoded(octets);
    if (!packet || !isChangeRequest(octets, SECRET)) throw new Error("a request no NAS would take");
    const asked = { octets, packet };
    heard.push(asked);
    const reply = manner(asked, socket);
    if (reply) socket.write(reply);
    arrivals.emit("request");
  };
  return {
    connect: (port, options) => radsecClient(port, options, take),
    heard,
    next: async () => {
      while (heard.length <= taken) await once(arrivals, "request");
      taken += 1;
      return heard[taken - 1]!;
    },
    answer: (other) => {
      manner = other;
    },
  };
};

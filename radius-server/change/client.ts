import { isIPv4, isIPv6 } from "node:net";
import { Failure } from "#access/runtime/failure";
import type { Logger } from "#access/runtime/log";
import { octets } from "#access/runtime/random";
import { ATTRIBUTE } from "../protocol/attributes.ts";
import { CODE } from "../protocol/codes.ts";
import { type Packet, parse } from "../protocol/packet.ts";
import type { Secret } from "../protocol/secret.ts";
import { replyIsAuthentic } from "../protocol/verify.ts";
import { type Attribute, request } from "../protocol/write.ts";
import { bindUdp } from "../socket.ts";

/** A change asked of a NAS: to change a session, or to end it. */
export type ChangeRequest = {
  readonly means: "coa" | "disconnect";
  readonly address: string;
  readonly port: number;
  readonly secret: Secret;
  readonly attributes: readonly Attribute[];
  readonly messageAuthenticator: boolean;
};

/** What the NAS said. */
export type ChangeAnswer =
  | { readonly kind: "acknowledged" }
  | { readonly kind: "refused"; readonly errorCause: number | null }
  | { readonly kind: "silent" };

/** Asks NAS to change sessions (RFC 5176, as its Dynamic Authorization Client). */
export type ChangeClient = {
  /**
   * @throws Failure `change_client_closed` when it was closed before the NAS had its time to answer,
   *   `change_identifiers_spent` when as many requests are open at this port as there are Identifiers
   */
  readonly ask: (change: ChangeRequest) => Promise<ChangeAnswer>;
  readonly close: () => Promise<void>;
};

/** Waits before each retransmission, ms; the last is the wait for a last answer. */
const WAITS = [1_000, 2_000, 4_000] as const;

type Pending = {
  readonly change: ChangeRequest;
  readonly authenticator: Uint8Array;
  readonly finish: (answer: ChangeAnswer) => void;
  readonly giveUp: () => void;
};

const plain = (address: string): string => address.replace(/^::ffff:/, "");
const pendingKey = (address: string, port: number, identifier: number): string =>
  `${plain(address)}|${port}|${identifier}`;

// RFC 5176 section 2.3: only the answers that belong to the request's code
const ANSWERS: Readonly<Record<ChangeRequest["means"], { ask: number; yes: number; no: number }>> = {
  coa: { ask: CODE["CoA-Request"], yes: CODE["CoA-ACK"], no: CODE["CoA-NAK"] },
  disconnect: { ask: CODE["Disconnect-Request"], yes: CODE["Disconnect-ACK"], no: CODE["Disconnect-NAK"] },
};

const answerIn = (reply: Packet, { change, authenticator }: Pending): ChangeAnswer | undefined => {
  const { yes, no } = ANSWERS[change.means];
  if (reply.code !== yes && reply.code !== no) return undefined;
  if (!replyIsAuthentic(reply, authenticator, change.secret)) return undefined;
  if (reply.code === yes) return { kind: "acknowledged" };
  return { kind: "refused", errorCause: reply.u32(ATTRIBUTE["Error-Cause"]) ?? null };
};

/** The address as a socket of a family takes it: one of IPv6 reaches IPv4 by mapped addresses (RFC 4291 section 2.5.5.2). */
const reachedBy = (family: "::" | "0.0.0.0", address: string): string =>
  family === "::" && isIPv4(address) ? `::ffff:${address}` : address;

/** Opens a client on a port of its own. */
export const openChangeClient = async (host: string, log: Logger): Promise<ChangeClient> => {
  const pending = new Map<string, Pending>();
  let closed = false;
  const family = isIPv6(host) ? "::" : "0.0.0.0";
  const socket = await bindUdp(family, 0, log, (datagram, from) => {
    const reply = parse(datagram);
    if ("malformed" in reply) return;
    const waiting = pending.get(pendingKey(from.address, from.port, reply.identifier));
    const answer = waiting && answerIn(reply, waiting);
    if (answer) waiting.finish(answer);
  });

  const freeIdentifier = ({ address, port }: ChangeRequest): number | undefined => {
    const first = octets(1)[0] ?? 0;
    for (let step = 0; step < 256; step += 1) {
      const identifier = (first + step) & 255;
      if (!pending.has(pendingKey(address, port, identifier))) return identifier;
    }
    return undefined;
  };

  const send = (change: ChangeRequest, identifier: number): Promise<ChangeAnswer> =>
    new Promise((resolve, reject) => {
      if (closed) throw new Failure("change_client_closed");
      const datagram = request(ANSWERS[change.means].ask, identifier, change.attributes, change.secret, {
        messageAuthenticator: change.messageAuthenticator ? "last" : "absent",
      });
      const key = pendingKey(change.address, change.port, identifier);
      let timer: NodeJS.Timeout;
      const settle = (): void => {
        clearTimeout(timer);
        pending.delete(key);
      };
      const finish = (answer: ChangeAnswer): void => {
        settle();
        resolve(answer);
      };
      const giveUp = (): void => {
        settle();
        reject(new Failure("change_client_closed"));
      };
      pending.set(key, { change, authenticator: datagram.subarray(4, 20), finish, giveUp });
      // RFC 5176 section 2.3: retransmitted unchanged, so that the NAS recognises a repeat
      const transmit = (sent: number): void => {
        socket.send(datagram, change.port, reachedBy(family, change.address));
        const wait = WAITS[sent];
        timer = setTimeout(
          () => (sent + 1 < WAITS.length ? transmit(sent + 1) : finish({ kind: "silent" })),
          wait,
        );
      };
      transmit(0);
    });

  return {
    ask: (change) => {
      const identifier = freeIdentifier(change);
      return identifier === undefined
        ? Promise.reject(new Failure("change_identifiers_spent"))
        : send(change, identifier);
    },
    close: async () => {
      closed = true;
      for (const { giveUp } of [...pending.values()]) giveUp();
      await socket.close();
    },
  };
};

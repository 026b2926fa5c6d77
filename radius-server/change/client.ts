import { isIPv4, isIPv6 } from "node:net";
import { Failure } from "#access/runtime/failure";
import type { Logger } from "#access/runtime/log";
import { octets } from "#access/runtime/random";
import { parse } from "../protocol/packet.ts";
import type { Secret } from "../protocol/secret.ts";
import { bindUdp } from "../socket.ts";
import { type Asked, answerTo, type Change, type ChangeAnswer, changeRequest, WAITS } from "./exchange.ts";

/** A change, the UDP port it is asked at, and the secret it is signed with. */
type ChangeRequest = Change & {
  readonly address: string;
  readonly port: number;
  readonly secret: Secret;
};

/** Asks NAS to change sessions (RFC 5176, as its Dynamic Authorization Client). */
export type ChangeClient = {
  /**
   * @throws Failure `change_client_closed` when it was closed before the NAS had its time to answer,
   *   `change_identifiers_spent` when as many requests are open at this port as there are Identifiers
   */
  readonly ask: (change: ChangeRequest) => Promise<ChangeAnswer>;
  readonly close: () => Promise<void>;
};

type Pending = {
  readonly asked: Asked;
  readonly finish: (answer: ChangeAnswer) => void;
  readonly giveUp: () => void;
};

const plain = (address: string): string => address.replace(/^::ffff:/, "");
const pendingKey = (address: string, port: number, identifier: number): string =>
  `${plain(address)}|${port}|${identifier}`;

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
    if (!waiting) return;
    const answer = answerTo(waiting.asked, reply);
    if (typeof answer === "object") waiting.finish(answer);
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
      const datagram = changeRequest(change, identifier, change.secret);
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
      const { means, secret } = change;
      const asked = { means, secret, authenticator: datagram.subarray(4, 20) };
      pending.set(key, { asked, finish, giveUp });
      // RFC 5176 section 2.3: retransmitted unchanged, so that the NAS recognises a repeat
      const transmit = (before: number): void => {
        socket.send(datagram, change.port, reachedBy(family, change.address));
        const wait = WAITS[before];
        timer = setTimeout(
          () => (before + 1 < WAITS.length ? transmit(before + 1) : finish({ kind: "silent" })),
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

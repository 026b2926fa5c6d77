import { Failure } from "#access/runtime/failure";
import { type Asked, answerTo, type Change, type ChangeAnswer, changeRequest } from "../change/exchange.ts";
import type { Packet } from "../protocol/packet.ts";
import { secretOf } from "../protocol/secret.ts";

/** RFC 6614 section 2.3: over TLS the shared secret is this word, as TLS protects what it would have. */
export const SECRET = secretOf("radsec");

/** Identifiers of one connection, each way (RFC 2865 section 3). */
const IDENTIFIERS = 256;

/** Why a packet answers none of our requests; counted by these names. */
type Unanswering = "change-answer-unasked" | "response-authenticator-wrong";

/** Requests of ours down the connection a NAS opened (draft-ietf-radext-reverse-coa). */
export type Line = {
  readonly nasId: number;
  /** epoch ms of the last packet that came on it */
  readonly heardAt: () => number;
  /** whether a request may go down it now */
  readonly isReady: () => boolean;
  /**
   * Sends a request once, since TCP repeats what is lost, and waits for its answer.
   *
   * @param patience  aborted when it was waited for long enough, which is silence
   * @returns `closed` when the connection has closed before
   * @throws Failure `change_identifiers_spent` when as many requests are open on it as there are identifiers
   */
  readonly ask: (change: Change, patience: AbortSignal) => Promise<ChangeAnswer | "closed">;
  /** takes what answers a change; @returns why it answers none of ours */
  readonly take: (reply: Packet) => Unanswering | undefined;
  /** the connection has closed */
  readonly close: () => void;
};

type Waiting = { readonly asked: Asked; readonly finish: (answer: ChangeAnswer | "closed") => void };

/** What a line stands on. */
type Connection = Pick<Line, "nasId" | "heardAt"> & {
  /** whether it is open, reads what is sent, and its NAS is still who it proved to be */
  readonly isUsable: () => boolean;
  readonly send: (request: Uint8Array) => void;
};

/** The line of an open connection. Identifiers are its own: those of the NAS's requests are others (RFC 2865 section 3). */
export const openLine = ({ nasId, heardAt, isUsable, send }: Connection): Line => {
  const waiting = new Map<number, Waiting>();
  let last = IDENTIFIERS - 1;
  let isClosed = false;

  /** In turn, so that a late answer does not meet another request by the same one. */
  const nextIdentifier = (): number => {
    do last = (last + 1) % IDENTIFIERS;
    while (waiting.has(last));
    return last;
  };
  const isReady = (): boolean => !isClosed && isUsable();

  return {
    nasId,
    heardAt,
    isReady,
    ask: (change, patience) =>
      new Promise((resolve) => {
        if (!isReady()) return resolve("closed");
        if (waiting.size >= IDENTIFIERS) throw new Failure("change_identifiers_spent");
        const identifier = nextIdentifier();
        const octets = changeRequest(change, identifier, SECRET);
        const finish = (answer: ChangeAnswer | "closed"): void => {
          waiting.delete(identifier);
          patience.removeEventListener("abort", giveUp);
          resolve(answer);
        };
        const giveUp = (): void => finish({ kind: "silent" });
        const asked = { means: change.means, authenticator: octets.subarray(4, 20), secret: SECRET };
        waiting.set(identifier, { asked, finish });
        patience.addEventListener("abort", giveUp);
        send(octets);
      }),
    take: (reply) => {
      const known = waiting.get(reply.identifier);
      const answer = known ? answerTo(known.asked, reply) : "foreign";
      if (answer === "foreign") return "change-answer-unasked";
      if (answer === "forged") return "response-authenticator-wrong";
      known?.finish(answer);
      return undefined;
    },
    close: () => {
      isClosed = true;
      for (const { finish } of [...waiting.values()]) finish("closed");
    },
  };
};

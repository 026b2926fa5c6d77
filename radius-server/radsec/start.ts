import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { recordFault } from "#access/attempt/faults";
import type { Nas } from "#access/nas/nas";
import type { Reception } from "../receive.ts";
import { converse } from "./connection.ts";
import { type Contexts, contextsOf } from "./contexts.ts";
import { type Handshakes, handshakes } from "./handshakes.ts";
import { type Proof, proofByCertificate, proofByKey, type Stranger } from "./identity.ts";
import { type KeyBook, keyBook } from "./key-book.ts";
import { LIMITS, type Limits } from "./limits.ts";
import type { Lines } from "./lines.ts";
import { keyOf } from "./peer.ts";
import { type Roll, roll } from "./roll.ts";
import { route } from "./route.ts";

/** A listening RadSec server. */
export type RadsecServer = {
  readonly port: number;
  /** takes no more connections, finishes what it took, and closes all */
  readonly close: () => Promise<void>;
};

type Base = Omit<Reception, "send">;

/** Why a connection comes to nothing; counted by these names. */
type Refusal =
  | Stranger
  | "radsec-not-tls"
  | "radsec-handshake-slow"
  | "radsec-handshakes-many"
  | "radsec-handshake-failed"
  | "radsec-psk-wrong";

type Gate = {
  readonly base: Base;
  readonly contexts: Contexts;
  readonly book: KeyBook;
  readonly halfOpen: Handshakes;
  readonly open: Roll;
  readonly lines: Lines;
  readonly limits: Limits;
  readonly refuse: (socket: Socket, reason: Refusal, nas?: Nas) => void;
};

const gateOf = (base: Base, lines: Lines, limits: Limits): Gate => {
  const { world, nasTable } = base.server;
  const book = keyBook(nasTable);
  const refuse: Gate["refuse"] = (socket, reason, nas) =>
    recordFault(world, { nasId: nas?.id ?? 0, source: socket.remoteAddress ?? "", reason });
  return {
    base,
    contexts: contextsOf(world.settings, book.find),
    book,
    halfOpen: handshakes({ most: limits.mostHandshakes, seconds: limits.handshakeSeconds }, refuse),
    open: roll(limits.mostPerNas),
    lines,
    limits,
    refuse,
  };
};

/** Takes a connection whose handshake has ended; who proved to be nobody we know is shown out. */
const admit = (
  { base, open, lines, limits, refuse }: Gate,
  socket: TLSSocket,
  proof: Proof | Stranger,
): void => {
  if (typeof proof === "string") {
    refuse(socket, proof);
    socket.on("error", () => {});
    socket.destroy();
    return;
  }
  if (socket.getProtocol() === "TLSv1.2") socket.disableRenegotiation();
  const connection = converse(base, socket, proof, limits);
  open.enter(connection);
  lines.enter(connection.line);
  socket.on("drain", () => lines.enter(connection.line)); // what could not be sent while nothing was read
  void connection.closed.then(() => {
    open.leave(connection);
    lines.leave(connection.line);
  });
};

const proofOfKey = ({ book }: Gate, socket: TLSSocket): Proof | Stranger => {
  const nas = book.claimedBy(socket);
  return nas ? proofByKey(nas) : "radsec-identity-unknown";
};

/** A handshake that OpenSSL ended after it was given a key was not the key's holder; one that broke off says nothing. */
const countFailure = ({ book, refuse }: Gate, socket: TLSSocket, code = ""): void => {
  const claimed = code.startsWith("ERR_SSL_") ? book.claimedBy(socket) : undefined;
  if (claimed) refuse(socket, "radsec-psk-wrong", claimed);
  else refuse(socket, book.isUnknown(socket) ? "radsec-identity-unknown" : "radsec-handshake-failed");
};

const awaitProofs = (gate: Gate): void => {
  const { contexts, halfOpen, base } = gate;
  const proofs = [
    [contexts.psk, (socket: TLSSocket) => proofOfKey(gate, socket)],
    [contexts.certificate, (socket: TLSSocket) => proofByCertificate(socket, base.server.nasTable)],
  ] as const;
  for (const [context, proofOf] of proofs) {
    context?.on("secureConnection", (socket) => {
      halfOpen.end(keyOf(socket));
      admit(gate, socket, proofOf(socket));
    });
    context?.on("tlsClientError", (fault: NodeJS.ErrnoException, socket) => {
      countFailure(gate, socket, fault.code);
      socket.destroy();
    });
  }
};

const welcome = ({ contexts, book, halfOpen, refuse }: Gate, socket: Socket): void => {
  const key = keyOf(socket);
  halfOpen.begin(key, socket);
  socket.on("error", () => {}); // "close" follows
  socket.once("close", () => halfOpen.gone(key, socket));
  route(
    socket,
    contexts,
    () => refuse(socket, "radsec-not-tls"),
    (tickets) => book.note(socket, tickets),
  );
};

const closeAll = async ({ halfOpen, open }: Gate, listener: Server): Promise<void> => {
  const closed = once(listener, "close");
  listener.close();
  halfOpen.closeAll();
  await open.finishAll();
  await closed;
};

/**
 * Listens for RADIUS over TLS (RFC 6614, draft-ietf-radext-radiusdtls-bis) where the settings ask for it.
 *
 * @param lines  where each connection is entered, to ask its NAS for changes
 * @returns undefined when neither pre-shared keys nor certificates are configured
 * @throws Failure `radsec_certificate_unreadable`; the system's fault when the port is taken
 */
export const startRadsec = async (
  base: Base,
  lines: Lines,
  limits: Limits = LIMITS,
): Promise<RadsecServer | undefined> => {
  const { settings, log } = base.server.world;
  const gate = gateOf(base, lines, limits);
  if (!gate.contexts.psk && !gate.contexts.certificate) return undefined;
  awaitProofs(gate);
  const listener = createServer({ noDelay: true }, (socket) => welcome(gate, socket));
  listener.listen(settings.RADSEC_PORT, settings.RADSEC_HOST);
  await once(listener, "listening");
  listener.on("error", (fault) => log.error({ err: fault }, "RadSec socket"));
  return {
    port: (listener.address() as AddressInfo).port,
    close: () => closeAll(gate, listener),
  };
};

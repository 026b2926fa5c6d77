import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { TLSSocket, Server as TlsServer } from "node:tls";
import { recordFault } from "#access/attempt/faults";
import type { Nas } from "#access/nas/nas";
import type { Reception } from "../receive.ts";
import { helloIn } from "./client-hello.ts";
import { converse } from "./connection.ts";
import { type Contexts, contextsOf, type KeyFinder } from "./contexts.ts";
import { type Handshakes, handshakes } from "./handshakes.ts";
import { type Proof, proofByCertificate, proofByKey } from "./identity.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { type Roll, roll } from "./roll.ts";

/** A listening RadSec server. */
export type RadsecServer = {
  readonly port: number;
  /** takes no more connections, finishes what it took, and closes all */
  readonly close: () => Promise<void>;
};

type Base = Omit<Reception, "send">;

const keyOfConnection = (socket: Socket): string => `${socket.remoteAddress} ${socket.remotePort}`;

const refusals =
  ({ server: { world } }: Base) =>
  (socket: Socket, reason: string, nas?: Nas): void =>
    recordFault(world, { nasId: nas?.id ?? 0, source: socket.remoteAddress ?? "", reason });
type Refuse = ReturnType<typeof refusals>;

/** Reads the ClientHello, gives it back, and hands the connection to the way it asks for. */
const routeByHello = (socket: Socket, contexts: Contexts, refuse: Refuse): void => {
  let octets = Buffer.alloc(0);
  const onReadable = (): void => {
    const chunk = socket.read() as Buffer | null;
    if (!chunk) return;
    octets = Buffer.concat([octets, chunk]);
    const hello = helloIn(octets);
    if (hello === "more") return;
    socket.off("readable", onReadable);
    if (hello === "rubbish") {
      refuse(socket, "radsec-not-tls");
      socket.destroy();
      return;
    }
    socket.unshift(octets);
    const wished = contexts[hello] ?? contexts.psk ?? contexts.certificate;
    wished?.emit("connection", socket);
  };
  socket.on("readable", onReadable);
};

/** Remembers whose key a handshake was given, which is proof only once the handshake has ended well. */
const keyBook = ({ server: { nasTable } }: Base) => {
  const claimed = new WeakMap<TLSSocket, Nas>();
  const find: KeyFinder = (socket, identity) => {
    const nas = nasTable.byTlsIdentity({ kind: "psk", value: identity });
    if (!nas?.enabled || !nas.radsec?.psk) return undefined;
    claimed.set(socket, nas);
    return nas.radsec.psk;
  };
  return { find, claimedBy: (socket: TLSSocket) => claimed.get(socket) };
};
type KeyBook = ReturnType<typeof keyBook>;

/** Takes a connection whose handshake ended; who proved nothing we know is shown out. */
const admit = (
  base: Base,
  socket: TLSSocket,
  proof: Proof | string,
  open: Roll,
  limits: Limits,
  refuse: Refuse,
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
  void connection.closed.then(() => open.leave(connection));
};

const failureOf = (fault: Error & { readonly code?: string }, claimed: Nas | undefined): string => {
  if (claimed) return "radsec-psk-wrong";
  return fault.code === "ERR_SSL_PSK_IDENTITY_NOT_FOUND"
    ? "radsec-identity-unknown"
    : "radsec-handshake-failed";
};

const listenForProofs = (
  base: Base,
  contexts: Contexts,
  book: KeyBook,
  halfOpen: Handshakes,
  open: Roll,
  limits: Limits,
  refuse: Refuse,
): void => {
  const proofOf: Readonly<Record<keyof Contexts, (socket: TLSSocket) => Proof | string>> = {
    psk: (socket) => {
      const nas = book.claimedBy(socket);
      return nas ? proofByKey(nas) : "radsec-identity-unknown";
    },
    certificate: (socket) => proofByCertificate(socket, base.server.nasTable),
  };
  for (const [way, context] of Object.entries(contexts) as [keyof Contexts, TlsServer][]) {
    context.on("secureConnection", (socket) => {
      halfOpen.end(keyOfConnection(socket));
      admit(base, socket, proofOf[way](socket), open, limits, refuse);
    });
    context.on("tlsClientError", (fault, socket) => {
      const claimed = book.claimedBy(socket);
      refuse(socket, failureOf(fault, claimed), claimed);
      socket.destroy();
    });
  }
};

/**
 * Listens for RADIUS over TLS (RFC 6614, draft-ietf-radext-radiusdtls-bis) where the settings ask for it.
 *
 * @returns undefined when neither pre-shared keys nor certificates are configured
 * @throws Failure `radsec_certificate_unreadable`; the system's fault when the port is taken
 */
export const startRadsec = async (base: Base, limits: Limits = LIMITS): Promise<RadsecServer | undefined> => {
  const { settings, log } = base.server.world;
  const book = keyBook(base);
  const contexts = contextsOf(settings, book.find);
  if (!contexts.psk && !contexts.certificate) return undefined;
  const refuse = refusals(base);
  const halfOpen = handshakes({ most: limits.mostHandshakes, seconds: limits.handshakeSeconds }, refuse);
  const open = roll(limits.mostPerNas);
  listenForProofs(base, contexts, book, halfOpen, open, limits, refuse);
  const listener = createServer({ noDelay: true }, (socket) => {
    const key = keyOfConnection(socket);
    halfOpen.begin(key, socket);
    socket.on("error", () => {}); // "close" follows
    socket.once("close", () => halfOpen.end(key));
    routeByHello(socket, contexts, refuse);
  });
  listener.listen(settings.RADSEC_PORT, settings.RADSEC_HOST);
  await once(listener, "listening");
  listener.on("error", (fault) => log.error({ err: fault }, "RadSec socket"));
  return {
    port: (listener.address() as AddressInfo).port,
    close: async () => {
      const closed = once(listener, "close");
      listener.close();
      halfOpen.closeAll();
      await open.finishAll();
      await closed;
    },
  };
};

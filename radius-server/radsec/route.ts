import type { Socket } from "node:net";
import { type Hello, helloIn, ticketsIn } from "./client-hello.ts";
import type { Contexts } from "./contexts.ts";

type Known = Exclude<Hello, "more">;

/** Waits for the ClientHello, and leaves every octet of it to be read again. */
const whenHello = (socket: Socket, onHello: (hello: Known, octets: Buffer) => void): void => {
  let octets: Buffer = Buffer.alloc(0);
  const onReadable = (): void => {
    const chunk = socket.read() as Buffer | null;
    if (!chunk) return;
    octets = Buffer.concat([octets, chunk]);
    const hello = helloIn(octets);
    if (hello === "more") return;
    socket.off("readable", onReadable);
    socket.unshift(octets);
    onHello(hello, octets);
  };
  socket.on("readable", onReadable);
};

/**
 * Hands a connection to the way of proving that it asks for, or to the only one there is.
 *
 * @param onTickets  told first which tickets it offers, where it offers any
 */
export const route = (
  socket: Socket,
  contexts: Contexts,
  onRubbish: () => void,
  onTickets: (tickets: readonly Buffer[]) => void,
): void =>
  whenHello(socket, (hello, octets) => {
    if (hello === "rubbish") {
      onRubbish();
      socket.destroy();
      return;
    }
    const tickets = ticketsIn(octets);
    if (tickets.length > 0) onTickets(tickets);
    (contexts[hello] ?? contexts.psk ?? contexts.certificate)?.emit("connection", socket);
  });

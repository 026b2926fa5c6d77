import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { Nas } from "#access/nas/nas";
import { changeReply, type Decoded, decoded, first } from "./codec.ts";
import { FAMILIES } from "./family.ts";
import { limitsOf } from "./limits.ts";
import type { Personality } from "./personality.ts";
import type { Session } from "./session.ts";
import { isChangeRequest } from "./verify.ts";

/** Listens for CoA- and Disconnect-Requests (RFC 5176). */
export type ChangeListener = { readonly port: number; readonly close: () => void };

const REMEMBERED = 256;

const named = (packet: Decoded, name: string): string | undefined => {
  const value = first(packet.attributes, name);
  return typeof value === "string" ? value : undefined;
};

const plain = (mac: string): string => mac.replace(/[^0-9a-f]/gi, "").toLowerCase();

/** Every identification attribute that was sent must fit; a missing one fits all (RFC 5176 section 3). */
const fits = (packet: Decoded, { association, accepted }: Session): boolean => {
  const claims: readonly [string | undefined, string][] = [
    [named(packet, "User-Name"), accepted.userName],
    [named(packet, "Acct-Session-Id")?.toLowerCase(), association.sessionId.toLowerCase()],
    [named(packet, "Framed-IP-Address"), association.ip],
    [
      named(packet, "Calling-Station-Id") && plain(named(packet, "Calling-Station-Id") ?? ""),
      association.mac,
    ],
  ];
  return (
    claims.some(([claim]) => claim !== undefined) &&
    claims.every(([claim, ours]) => claim === undefined || claim === ours)
  );
};

const isDisconnect = (packet: Decoded): boolean => packet.code === "Disconnect-Request";

const apply = (packet: Decoded, session: Session): void => {
  if (isDisconnect(packet)) void session.end("Admin-Reset");
  else session.change(limitsOf(packet));
};

/** The answer of this family to an authentic change, after doing what it asks; undefined is silence. */
const answer = (
  nas: Nas,
  request: Buffer,
  sessions: readonly Session[],
  onChange: Personality["onChange"],
): Buffer | undefined => {
  const packet = decoded(request);
  if (onChange === "silent") return undefined;
  if (!packet || (!isDisconnect(packet) && packet.code !== "CoA-Request")) return undefined;
  const family = FAMILIES[nas.kind];
  if (family.needsUserName && named(packet, "User-Name") === undefined) return undefined;
  if (onChange === "refuses")
    return changeReply(isDisconnect(packet) ? "Disconnect-NAK" : "CoA-NAK", request, nas.secret, []);
  const meant = sessions.filter((session) => session.standing().ended === null && fits(packet, session));
  for (const session of meant) apply(packet, session);
  if (meant.length > 0)
    return changeReply(isDisconnect(packet) ? "Disconnect-ACK" : "CoA-ACK", request, nas.secret, []);
  const cause = family.unknownSession === null ? [] : [["Error-Cause", family.unknownSession] as const];
  return changeReply(isDisconnect(packet) ? "Disconnect-NAK" : "CoA-NAK", request, nas.secret, cause);
};

const bound = async (): Promise<Socket> => {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return socket;
};

/** Opens the listener on a port the system chooses; a repeat gets the first answer again and is not done twice. */
export const listenForChanges = async (
  nas: Nas,
  sessions: () => readonly Session[],
  onChange: Personality["onChange"] = "obeys",
): Promise<ChangeListener> => {
  const socket = await bound();
  const answers = new Map<string, Buffer>();
  const answerOnce = (key: string, request: Buffer): Buffer | undefined => {
    const known = answers.get(key);
    if (known) return known;
    const reply = answer(nas, request, sessions(), onChange);
    if (reply) answers.set(key, reply);
    if (answers.size > REMEMBERED) answers.delete(answers.keys().next().value ?? "");
    return reply;
  };
  socket.on("message", (request, from) => {
    if (!isChangeRequest(request, nas.secret)) return;
    const reply = answerOnce(`${from.port}:${request.toString("latin1", 0, 20)}`, request);
    if (reply) socket.send(reply, from.port, from.address, () => {});
  });
  socket.on("error", () => {});
  return { port: socket.address().port, close: () => socket.close() };
};

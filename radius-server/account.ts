import { recordFault } from "#access/attempt/faults";
import { keepLedCounted, sinceLogin } from "#access/device/led-counted";
import { isThingAccount, THING_ANCHOR_DAY } from "#access/device/thing";
import { tagOfLoginId } from "#access/grant/live";
import type { Nas } from "#access/nas/nas";
import { disbelieved } from "#access/quota/clock";
import { periodsAt } from "#access/quota/period";
import type { Booking, Counted } from "#access/session/booking";
import { counted } from "#access/session/count";
import { refByNas, rememberNasSession } from "#access/session/find";
import { openSessionAt, openSessionNamed } from "#access/session/find-store";
import { readSession } from "#access/session/live";
import type { LiveSession } from "#access/session/packed";
import { refill } from "#access/session/refill";
import { soundPerson, soundSession } from "#access/session/sound";
import { memberOf, type SessionRef, type Ticket } from "#access/session/ticket";
import { leads } from "#access/vendors/leads";
import { VENDORS } from "#access/vendors/vendors";
import { keepOther, keepStray } from "./keep-evidence.ts";
import { isOfLed } from "./mac-login/led-class.ts";
import { endAllAt } from "./nas-restart.ts";
import { ATTRIBUTE } from "./protocol/attributes.ts";
import type { Packet } from "./protocol/packet.ts";
import { type OtherReport, reportIn, type SessionReport, type Unusable } from "./report.ts";
import type { Server } from "./server-world.ts";

/**
 * What became of an Accounting-Request: recorded (only then it is answered), or why not. The reason is what is counted of
 * it, where staff ought to see that.
 */
export type Accounted =
  | { readonly kind: "counted"; readonly booking: Booking; readonly counted: Counted }
  | { readonly kind: "noted"; readonly reason?: OtherReport["reason"] }
  | { readonly kind: "unrecorded"; readonly reason: Unusable["reason"] };

/** A session that says nothing for three intervals and a little is silent. */
const liveUntil = (nas: Nas, receivedAt: number): number => receivedAt + (3 * nas.interimSeconds + 30) * 1000;

/** Some NAS send the Class of several logins: the latest that we signed counts. */
const ticketIn = ({ tickets }: Server, packet: Packet): Ticket | undefined => {
  let latest: Ticket | undefined;
  for (const value of packet.all(ATTRIBUTE["Class"])) {
    const ticket = tickets.read(value);
    if (ticket && (!latest || ticket.startedAt > latest.startedAt)) latest = ticket;
  }
  return latest;
};

const isAnothers = (session: LiveSession, report: SessionReport): boolean =>
  session.mac !== "" && report.mac !== "" && session.mac !== report.mac;

/** A session as Redis has it; where Redis was emptied, as PostgreSQL has it. */
const sessionOf = async ({ world }: Server, ref: SessionRef): Promise<LiveSession | undefined> => {
  const known = await soundSession(world, ref);
  if (known) return known;
  await refill(world, [ref.subscriberId]);
  return readSession(world.redis, ref);
};

const openSessionOf = async (
  server: Server,
  nas: Nas,
  { mac }: SessionReport,
): Promise<LiveSession | undefined> => {
  const ref = mac ? await openSessionAt(server.world.database, nas.id, mac) : undefined;
  return ref && sessionOf(server, ref);
};

/**
 * The session a report without our Class means: by the login id, the NAS's session id, or the device alone. One that had to
 * be looked for among the open ones is remembered by the NAS's session id, so that it is found again when it is over.
 */
const sessionByNas = async (
  server: Server,
  nas: Nas,
  report: SessionReport,
): Promise<LiveSession | undefined> => {
  const { redis, database } = server.world;
  const { nasSessionId, loginId } = report;
  const remembered = await refByNas(redis, nas.id, nasSessionId, loginId);
  const ref = remembered ?? (await openSessionNamed(database, nas.id, nasSessionId));
  const named = ref && (await sessionOf(server, ref));
  const session = named && !isAnothers(named, report) ? named : await openSessionOf(server, nas, report);
  if (session && !remembered) await rememberNasSession(redis, nas.id, nasSessionId, memberOf(session));
  return session;
};

const ticketByNas = async (server: Server, nas: Nas, report: SessionReport): Promise<Ticket | undefined> => {
  const session = await sessionByNas(server, nas, report);
  if (!session) return undefined;
  const { subscriberId, sessionId, startedAt } = session;
  if (isThingAccount(subscriberId))
    return { subscriberId, sessionId, startedAt, anchorDay: THING_ANCHOR_DAY };
  const person = await soundPerson(server.world, subscriberId);
  const isLed = leads(VENDORS[nas.kind]);
  return person && { subscriberId, sessionId, startedAt, anchorDay: person.anchorDay, isLed };
};

/** Octets a second beyond which nothing is believed here. */
const fastestAt = ({ world }: Server, nas: Nas): number =>
  ((nas.fastestKbps ?? world.settings.FASTEST_SESSION_MBPS * 1000) * 1000) / 8;

const bookingOf = (
  server: Server,
  nas: Nas,
  report: SessionReport,
  ticket: Ticket,
  receivedAt: number,
): Booking => {
  const { day, week, month } = periodsAt(report.eventAt, { zone: nas.zone, anchorDay: ticket.anchorDay });
  // Spelled out: copying an object into one of so many places costs more than all the rest here (measured).
  return {
    kind: report.kind,
    nasSessionId: report.nasSessionId,
    loginId: report.loginId,
    mac: report.mac,
    address: report.address,
    up: report.up,
    down: report.down,
    seconds: report.seconds,
    eventAt: report.eventAt,
    saidAt: report.saidAt,
    stamped: report.stamped,
    gigawords: report.gigawords,
    cause: report.cause,
    subscriberId: ticket.subscriberId,
    sessionId: ticket.sessionId,
    startedAt: ticket.startedAt,
    anchorDay: ticket.anchorDay,
    zone: nas.zone,
    nasId: nas.id,
    siteId: nas.siteId,
    receivedAt,
    dayStartsAt: day.startsAt,
    weekStartsAt: week.startsAt,
    monthStartsAt: month.startsAt,
    liveUntil: liveUntil(nas, receivedAt),
    fastest: fastestAt(server, nas),
  };
};

/** What of a report was not believed, as a fault of its NAS. */
const DOUBTS: Readonly<Record<Exclude<Counted["doubt"], "">, string>> = {
  octets: "rate-impossible",
  seconds: "session-time-impossible",
};

const noteDoubts = ({ world }: Server, nas: Nas, booking: Booking, { doubt }: Counted): void => {
  if (doubt) recordFault(world, { nasId: nas.id, source: "", reason: DOUBTS[doubt] });
  if (disbelieved(booking) !== null) recordFault(world, { nasId: nas.id, source: "", reason: "clock-wrong" });
};

/**
 * Records an Accounting-Request.
 *
 * @throws when it cannot be recorded now; it is then not answered, so that the NAS sends it again (RFC 2866 section 2)
 */
export const account = async (server: Server, packet: Packet, nas: Nas): Promise<Accounted> => {
  const receivedAt = server.world.now();
  const report = reportIn(packet, nas, receivedAt);
  if (report.kind === "unusable") return { kind: "unrecorded", reason: report.reason };
  if (report.kind === "nas") {
    await endAllAt(server, nas, report);
    return { kind: "noted" };
  }
  if (report.kind === "other") {
    await keepOther(server, nas, report, receivedAt);
    return { kind: "noted", reason: report.reason };
  }
  const signed = ticketIn(server, packet);
  const ticket = signed ?? (await ticketByNas(server, nas, report));
  if (!ticket) {
    await (isOfLed(packet)
      ? keepLedCounted(server.world.redis, nas.id, report)
      : keepStray(server, nas, report, receivedAt));
    return { kind: "noted" };
  }
  const own = ticket.isLed ? await sinceLogin(server.world.redis, nas.id, report) : report;
  const booking = bookingOf(server, nas, own, ticket, receivedAt);
  const result = await counted(server.world, server.book, booking);
  noteDoubts(server, nas, booking, result);
  // A login id of ours names its session by itself, a device's address does not.
  if (report.kind === "start" && signed && tagOfLoginId(report.loginId) === undefined) {
    await rememberNasSession(server.world.redis, nas.id, report.nasSessionId, memberOf(ticket));
  }
  return { kind: "counted", booking, counted: result };
};

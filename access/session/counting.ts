import { type Charged, charged } from "../quota/charge.ts";
import { disbelieved, inOwnTime } from "../quota/clock.ts";
import { isRepeated } from "../quota/laid.ts";
import { usedIn } from "../quota/live.ts";
import type { Marks, Report } from "../quota/marks.ts";
import type { Point } from "../quota/points.ts";
import { isRise, riseOf } from "../quota/rise.ts";
import type { Used } from "../quota/standing.ts";
import { type Starts, startsAt, startsBetween } from "../quota/starts.ts";
import { confirmed, timely, weighed } from "../quota/weighed.ts";
import { type LivePerson, personWith } from "../subscriber/live.ts";
import type { Booked, Booking, Counted } from "./booking.ts";
import { type Decided, type Kept, missing, NOTHING, type Writes } from "./change.ts";
import type { Happening } from "./happening.ts";
import { listedWith } from "./listed.ts";
import type { SessionState } from "./packed.ts";

/** Ends that we presumed for want of news: a report that comes after all opens the session again. */
const PRESUMED: ReadonlySet<string> = new Set(["silent", "unknown-to-nas", "never-started", "nas-restarted"]);

const epochSeconds = (instant: number): number => Math.floor(instant / 1000);

const reportIn = ({
  up,
  down,
  seconds,
  eventAt,
  stamped,
  saidAt,
  receivedAt,
  gigawords,
}: Booking): Report => ({
  up,
  down,
  seconds,
  eventAt,
  stamped,
  saidAt: saidAt ?? null,
  receivedAt,
  gigawords,
});

/** The marks after a report, and what of it was not believed. */
const weigh = (
  marks: Marks,
  booking: Booking,
): { readonly after: Marks; readonly doubt: Counted["doubt"] } => {
  if (booking.kind === "confirm") return { after: confirmed(marks), doubt: "" };
  const given = reportIn(booking);
  const report = timely(given, marks.startedAt, booking.receivedAt);
  const after = weighed(marks, report, booking.fastest || Number.POSITIVE_INFINITY);
  if (after.suspect !== null) return { after, doubt: "octets" };
  return { after, doubt: report === given ? "" : "seconds" };
};

const isSamePoint = (a: Point, b: Point): boolean =>
  a.place === b.place && a.up === b.up && a.down === b.down;

/** Whether a report left a mark, whatever it added to the totals. */
const isRemarked = (before: Marks, after: Marks): boolean =>
  before.gigawords !== after.gigawords ||
  before.secondsBase !== after.secondsBase ||
  before.restartedAt !== after.restartedAt ||
  before.withheldUp !== after.withheldUp ||
  before.withheldDown !== after.withheldDown ||
  (before.suspect !== after.suspect &&
    !(before.suspect && after.suspect && isSamePoint(before.suspect, after.suspect))) ||
  before.points.length !== after.points.length ||
  before.points.some((point, index) => !isSamePoint(point, after.points[index]!));

/** Since when passed what a report adds, epoch ms: the latest event; before the first, when the NAS says it began. */
const sinceOf = ({ day, marks }: SessionState, { seconds, eventAt }: Booking): number =>
  day !== 0 || seconds === null ? marks.eventAt : Math.max(marks.eventAt, eventAt - seconds * 1000);

/** The periods of that instant. */
const sinceStarts = ({ day, week, month }: SessionState, since: number, booking: Booking): Starts =>
  day === 0 ? startsAt(since, booking) : { day, week, month };

/** The periods of a report's event; what is confirmed belongs to those of the latest report. */
const startsOf = (booking: Booking, before: SessionState): Starts =>
  booking.kind === "confirm"
    ? sinceStarts(before, before.marks.eventAt, booking)
    : {
        day: epochSeconds(booking.dayStartsAt),
        week: epochSeconds(booking.weekStartsAt),
        month: epochSeconds(booking.monthStartsAt),
      };

/** When a session ended and why, after a report. */
const endOf = (
  { endedAt, cause, marks }: SessionState,
  booking: Booking,
  isNews: boolean,
): Pick<SessionState, "endedAt" | "cause"> => {
  // Ended by us for want of news, not by the NAS.
  const presumed = PRESUMED.has(cause);
  if (booking.kind === "stop")
    return endedAt === 0 || presumed
      ? { endedAt: Math.max(booking.eventAt, marks.eventAt), cause: booking.cause }
      : { endedAt, cause };
  // What happened before the NAS restarted came late; what happens after it shows that the session goes on.
  const isOver = cause === "nas-restarted" && booking.eventAt <= endedAt;
  const isLatest = booking.kind !== "confirm" && booking.eventAt >= marks.eventAt && isNews;
  const goesOn = presumed && isLatest && !isOver;
  return goesOn ? { endedAt: 0, cause: "" } : { endedAt, cause };
};

/** When what a booking counts happened: a confirmation is of the latest report. */
const eventOf = ({ kind, eventAt }: Booking, { marks }: SessionState): number =>
  kind === "confirm" ? marks.eventAt : eventAt;

/** Whether a report that left no mark yet tells that the session goes on, by the clock of its NAS. */
const isSignOfLife = ({ marks }: SessionState, booking: Booking): boolean =>
  booking.kind !== "confirm" &&
  booking.stamped &&
  booking.eventAt > marks.eventAt &&
  !isRepeated(marks, reportIn(booking));

/** What a report says of a session, beside what it was. */
type Said = {
  readonly session: SessionState;
  readonly isChanged: boolean;
  readonly doubt: Counted["doubt"];
  readonly rise: Used;
};

/** The session after a report. */
const told = (before: SessionState, booking: Booking, starts: Starts, version: number): Said => {
  const { after: marks, doubt } = weigh(before.marks, booking);
  const remarked = isRemarked(before.marks, marks);
  const rise = riseOf(before.marks, marks);
  const isConfirmation = booking.kind === "confirm";
  // A replay, hours later, says nothing new: it neither keeps a session alive nor opens it again.
  const isNews = remarked || isSignOfLife(before, booking);
  const { endedAt, cause } = endOf(before, booking, isNews);
  const nasSessionId = before.nasSessionId || booking.nasSessionId;
  const address = booking.address || before.address;
  const isReported =
    before.isReported || booking.kind === "start" || marks.up + marks.down + marks.seconds > 0;
  const isChanged =
    isRise(rise) ||
    remarked ||
    endedAt !== before.endedAt ||
    isReported !== before.isReported ||
    nasSessionId !== before.nasSessionId ||
    address !== before.address ||
    doubt !== "";
  const isLater = isConfirmation || booking.eventAt >= before.marks.eventAt;
  const liveUntil = endedAt === 0 && isNews && !isConfirmation ? booking.liveUntil : before.liveUntil;
  if (!isChanged) return { session: { ...before, version, liveUntil, marks }, isChanged, doubt, rise };
  const session: SessionState = {
    ...before,
    version,
    nasSessionId,
    address,
    heardAt: booking.receivedAt,
    endedAt,
    cause,
    isReported,
    day: isLater ? starts.day : before.day,
    week: isLater ? starts.week : before.week,
    month: isLater ? starts.month : before.month,
    liveUntil,
    requestKey: "",
    marks,
  };
  return { session, isChanged, doubt, rise };
};

const happeningOf = (
  booking: Booking,
  before: SessionState,
  { doubt }: Said,
  usage: Charged["touched"],
): Happening => ({
  kind: booking.kind,
  eventAt: eventOf(booking, before),
  receivedAt: booking.receivedAt,
  usage,
  saidAt: disbelieved(booking) ?? -1,
  claimedUp: doubt === "octets" ? (booking.up ?? -1) : -1,
  claimedDown: doubt === "octets" ? (booking.down ?? -1) : -1,
  claimedSeconds: doubt === "seconds" ? (booking.seconds ?? -1) : -1,
  trace: "",
});

const countedIn = (person: LivePerson, { session, isChanged, doubt }: Said, booking: Booking): Counted => ({
  subscriber: person.planId === 0 ? undefined : person,
  changed: isChanged,
  profile: session.profile,
  session: { up: session.marks.up, down: session.marks.down, seconds: session.marks.seconds },
  day: usedIn(person.usage, "day", booking.dayStartsAt),
  week: usedIn(person.usage, "week", booking.weekStartsAt),
  month: usedIn(person.usage, "month", booking.monthStartsAt),
  once: usedIn(person.usage, "once", person.planSince),
  wish: session.wish,
  ended: session.endedAt !== 0,
  doubt,
});

const onlineAfter = (before: SessionState, after: SessionState): Writes["online"] => {
  if (after.endedAt === 0) return before.endedAt === 0 ? undefined : after.liveUntil;
  return before.endedAt === 0 ? "gone" : undefined;
};

/** The person's totals after a rise of the session. */
const chargedFor = (
  { person, session }: { readonly person: LivePerson; readonly session: SessionState },
  booking: Booking,
  rise: Used,
  starts: Starts,
): Charged => {
  const from = sinceOf(session, booking);
  return charged(person.usage, {
    rise,
    from,
    to: eventOf(booking, session),
    days: startsBetween(sinceStarts(session, from, booking), from, starts, booking),
    once: epochSeconds(person.planSince),
  });
};

/** Whether either clock went on. */
const isLaterIn = ({ marks }: SessionState, { marks: before }: SessionState): boolean =>
  marks.eventAt > before.eventAt || marks.saidAt > before.saidAt;

/** Counts a report of a session: raises its marks, charges the person's periods, says what happened. */
export const count = (kept: Kept, given: Booking, version: number): Decided<Booked> => {
  const { person, session: before } = kept;
  if (!person || !before) return { answer: { kind: missing(kept) }, writes: NOTHING };
  const booking = inOwnTime(given, before.marks);
  const starts = startsOf(booking, before);
  const said = told(before, booking, starts, version);
  const { session, isChanged, rise } = said;
  const live = listedWith(
    person.live,
    { sessionId: booking.sessionId, mac: session.mac },
    session.endedAt === 0,
  );
  const charge: Charged = isRise(rise)
    ? chargedFor({ person, session: before }, booking, rise, starts)
    : { usage: person.usage, touched: [] };
  const isRaised = isRise(rise) || live !== person.live;
  const isKept = isChanged || isLaterIn(session, before);
  const after = isRaised ? personWith(person, version, charge.usage, live) : person;
  const answer: Booked = { kind: "ok", counted: countedIn(after, said, booking) };
  if (!isRaised && !isKept) return { answer, writes: NOTHING };
  return {
    answer,
    writes: {
      person: isRaised ? after : undefined,
      session: isKept ? session : undefined,
      online: onlineAfter(before, session),
      happening: isChanged ? happeningOf(booking, before, said, charge.touched) : undefined,
    },
  };
};

import type { Marks, Point } from "../quota/marks.ts";
import type { PeriodTotal } from "../quota/totals.ts";
import type { LivePerson } from "../subscriber/live.ts";
import type { SessionState } from "./packed.ts";

/** A person and a session of theirs. */
export type Pair = { readonly person: LivePerson; readonly session: SessionState };

/** What of a pair is no number. */
export type Rest = {
  status: LivePerson["status"];
  topUps: LivePerson["topUps"];
  live: LivePerson["live"];
  mac: string;
  loginId: string;
  nasSessionId: string;
  address: string;
  profile: string;
  cause: string;
  wish: SessionState["wish"];
  wishCause: string;
  requestKey: string;
  isReported: boolean;
  gigawords: boolean;
  letters: string;
};

/** A rest to be filled. */
export const emptyRest = (): Rest => ({
  status: "active",
  topUps: [],
  live: [],
  mac: "",
  loginId: "",
  nasSessionId: "",
  address: "",
  profile: "",
  cause: "",
  wish: "",
  wishCause: "",
  requestKey: "",
  isReported: false,
  gigawords: false,
  letters: "",
});

const MOST_POINTS = 6;
const MOST_TOTALS = 16;
const A_POINT = 3;
const A_TOTAL = 4;

/** Where among a pair's numbers the marks stand, the points, and the totals. */
const MARKS = 16;
const POINTS = MARKS + 15;
const TOTALS = POINTS + MOST_POINTS * A_POINT;

/** How many numbers a pair takes. */
export const NUMBERS = TOTALS + MOST_TOTALS * A_TOTAL;

/** Whether there is room for a pair's points and totals. */
export const fits = ({ person, session }: Pair): boolean =>
  session.marks.points.length <= MOST_POINTS && person.usage.length <= MOST_TOTALS;

const putPoint = (numbers: Float64Array, at: number, { place, up, down }: Point): void => {
  numbers[at] = place;
  numbers[at + 1] = up;
  numbers[at + 2] = down;
};

const NO_POINT: Point = { place: -1, up: 0, down: 0 };

const putMarks = (numbers: Float64Array, at: number, marks: Marks): void => {
  numbers[at] = marks.up;
  numbers[at + 1] = marks.down;
  numbers[at + 2] = marks.seconds;
  numbers[at + 3] = marks.upBase;
  numbers[at + 4] = marks.downBase;
  numbers[at + 5] = marks.secondsBase;
  numbers[at + 6] = marks.restartedAt;
  numbers[at + 7] = marks.eventAt;
  numbers[at + 8] = marks.startedAt;
  numbers[at + 9] = marks.withheldUp;
  numbers[at + 10] = marks.withheldDown;
  putPoint(numbers, at + 11, marks.suspect ?? NO_POINT);
  numbers[at + 14] = marks.points.length;
};

const pointAt = (numbers: Float64Array, at: number): Point => ({
  place: numbers[at]!,
  up: numbers[at + 1]!,
  down: numbers[at + 2]!,
});

const marksAt = (numbers: Float64Array, at: number, points: number, gigawords: boolean): Marks => {
  const kept: Point[] = [];
  for (let index = 0; index < numbers[at + 14]!; index += 1)
    kept.push(pointAt(numbers, points + index * A_POINT));
  return {
    up: numbers[at]!,
    down: numbers[at + 1]!,
    seconds: numbers[at + 2]!,
    upBase: numbers[at + 3]!,
    downBase: numbers[at + 4]!,
    points: kept,
    gigawords,
    secondsBase: numbers[at + 5]!,
    restartedAt: numbers[at + 6]!,
    eventAt: numbers[at + 7]!,
    startedAt: numbers[at + 8]!,
    withheldUp: numbers[at + 9]!,
    withheldDown: numbers[at + 10]!,
    suspect: numbers[at + 11]! < 0 ? null : pointAt(numbers, at + 11),
  };
};

/** Writes a pair's numbers from a place on. */
export const putNumbers = (numbers: Float64Array, at: number, { person, session }: Pair): void => {
  const { marks } = session;
  numbers[at] = session.subscriberId;
  numbers[at + 1] = session.nasId;
  numbers[at + 2] = session.siteId;
  numbers[at + 3] = session.planId;
  numbers[at + 4] = session.heardAt;
  numbers[at + 5] = session.endedAt;
  numbers[at + 6] = session.wishNumber;
  numbers[at + 7] = session.day;
  numbers[at + 8] = session.week;
  numbers[at + 9] = session.month;
  numbers[at + 10] = session.liveUntil;
  numbers[at + 11] = person.planId;
  numbers[at + 12] = person.planSince;
  numbers[at + 13] = person.anchorDay;
  numbers[at + 14] = person.version;
  numbers[at + 15] = session.version;
  putMarks(numbers, at + MARKS, marks);
  for (let index = 0; index < marks.points.length; index += 1)
    putPoint(numbers, at + POINTS + index * A_POINT, marks.points[index]!);
  for (let index = 0; index < person.usage.length; index += 1) {
    const [, start, up, down, seconds] = person.usage[index]!;
    const place = at + TOTALS + index * A_TOTAL;
    numbers[place] = start;
    numbers[place + 1] = up;
    numbers[place + 2] = down;
    numbers[place + 3] = seconds;
  }
};

const areLetters = (letters: string, usage: LivePerson["usage"]): boolean => {
  if (letters.length !== usage.length) return false;
  for (let index = 0; index < usage.length; index += 1) if (letters[index] !== usage[index]![0]) return false;
  return true;
};

/** Writes what of a pair is no number. */
export const putRest = (rest: Rest, { person, session }: Pair): void => {
  rest.status = person.status;
  rest.topUps = person.topUps;
  rest.live = person.live;
  rest.mac = session.mac;
  rest.loginId = session.loginId;
  rest.nasSessionId = session.nasSessionId;
  rest.address = session.address;
  rest.profile = session.profile;
  rest.cause = session.cause;
  rest.wish = session.wish;
  rest.wishCause = session.wishCause;
  rest.requestKey = session.requestKey;
  rest.isReported = session.isReported;
  rest.gigawords = session.marks.gigawords;
  if (!areLetters(rest.letters, person.usage)) rest.letters = person.usage.map(([letter]) => letter).join("");
};

const usageAt = (numbers: Float64Array, at: number, letters: string): PeriodTotal[] => {
  const usage: PeriodTotal[] = [];
  for (let index = 0; index < letters.length; index += 1) {
    const place = at + index * A_TOTAL;
    usage.push([
      letters[index]!,
      numbers[place]!,
      numbers[place + 1]!,
      numbers[place + 2]!,
      numbers[place + 3]!,
    ]);
  }
  return usage;
};

/** The pair whose numbers stand from a place on. */
export const pairAt = (numbers: Float64Array, at: number, rest: Rest): Pair => ({
  person: {
    version: numbers[at + 14]!,
    planId: numbers[at + 11]!,
    planSince: numbers[at + 12]!,
    status: rest.status,
    topUps: rest.topUps,
    anchorDay: numbers[at + 13]!,
    usage: usageAt(numbers, at + TOTALS, rest.letters),
    live: rest.live,
  },
  session: {
    version: numbers[at + 15]!,
    subscriberId: numbers[at]!,
    nasId: numbers[at + 1]!,
    siteId: numbers[at + 2]!,
    planId: numbers[at + 3]!,
    mac: rest.mac,
    loginId: rest.loginId,
    nasSessionId: rest.nasSessionId,
    address: rest.address,
    heardAt: numbers[at + 4]!,
    profile: rest.profile,
    endedAt: numbers[at + 5]!,
    cause: rest.cause,
    isReported: rest.isReported,
    wish: rest.wish,
    wishCause: rest.wishCause,
    wishNumber: numbers[at + 6]!,
    day: numbers[at + 7]!,
    week: numbers[at + 8]!,
    month: numbers[at + 9]!,
    liveUntil: numbers[at + 10]!,
    requestKey: rest.requestKey,
    marks: marksAt(numbers, at + MARKS, at + POINTS, rest.gigawords),
  },
});

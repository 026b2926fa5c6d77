import type { Guests } from "./guests.ts";
import type { Load, Order } from "./order.ts";
import { advance, type Kind, type Session } from "./session.ts";
import { sessionsOf } from "./templates.ts";

/** Where requests come from; each is taken once, and given back when it landed. */
export type Source = {
  /** how many requests there will be at most */
  readonly most: number;
  /** the session that asks next, and what in its `kind`; undefined when there is none now */
  readonly take: () => Session | undefined;
  /** what a session asked was answered as it should be */
  readonly landed: (session: Session) => void;
};

/** What a whole session says, in order. */
const STAGES: readonly Kind[] = ["login", "start", "interim", "interim", "interim", "stop"];
/** So long lies between two requests of one session on average, at a steady rate; drawn, so that all kinds mix. */
const APART_SECONDS = 0.04;

const nothing = (): void => {};

const asking = (session: Session, kind: Kind): Session => {
  session.kind = kind;
  return session;
};

const logins = (order: Order, guests: Guests): Source => {
  const newcomers = sessionsOf(order.aim, order.firstLogin, order.most);
  // A peer that hears nothing of a session after its login has nothing to end.
  const list = order.keep ? guests.kept : order.aim.by === "grant" ? guests.left : undefined;
  let taken = 0;
  return {
    most: order.most,
    take: () => newcomers[taken++],
    landed: list ? (session) => void list.push(session) : nothing,
  };
};

const starts = (_: Order, { kept }: Guests): Source => {
  const waiting = kept.filter(({ stage }) => stage === 0);
  let taken = 0;
  return {
    most: waiting.length,
    take: () => {
      const session = waiting[taken++];
      return session && asking(session, "start");
    },
    landed: (session) => {
      session.stage = 1;
    },
  };
};

const interims = ({ most }: Order, { kept }: Guests): Source => {
  let taken = 0;
  return {
    most,
    take: () => {
      const session = taken < most ? kept[taken % kept.length] : undefined;
      if (!session || session.isUnderWay) return undefined;
      taken += 1;
      advance(session);
      return asking(session, "interim");
    },
    landed: nothing,
  };
};

const stops = (_: Order, { left }: Guests): Source => ({
  most: left.length,
  take: () => {
    const session = left.pop();
    if (!session) return undefined;
    advance(session);
    return asking(session, "stop");
  },
  landed: nothing,
});

/** Numbers that look like chance, the same in each run. @returns 0 up to but not including `below` */
const chance = (): ((below: number) => number) => {
  let state = 1;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
};

/** Takes one out of a list by its index; another one takes its place. */
const takeOut = (sessions: Session[], index: number): Session | undefined => {
  const last = sessions.pop();
  if (index === sessions.length) return last;
  const taken = sessions[index];
  sessions[index] = last!;
  return taken;
};

const sessions = (order: Order): Source => {
  const newcomers = sessionsOf(order.aim, order.firstLogin, order.most);
  const waiting: Session[] = [];
  const apart = order.pace.kind === "open" ? order.pace.perSecond * APART_SECONDS : 1;
  const draw = chance();
  let begun = 0;
  let turn = 0;
  const next = (): Session | undefined => {
    turn += 1;
    const wantsMore = waiting.length === 0 || (waiting.length < apart && turn % 2 === 0);
    const newcomer = wantsMore ? newcomers[begun] : undefined;
    if (newcomer) {
      begun += 1;
      return newcomer;
    }
    return waiting.length > 0 ? takeOut(waiting, draw(waiting.length)) : undefined;
  };
  return {
    most: order.most * STAGES.length,
    take: () => {
      const session = next();
      if (!session) return undefined;
      if (session.stage > 1) advance(session);
      return asking(session, STAGES[session.stage]!);
    },
    landed: (session) => {
      session.stage += 1;
      if (session.stage < STAGES.length) waiting.push(session);
    },
  };
};

const SOURCES: Readonly<Record<Load, (order: Order, guests: Guests) => Source>> = {
  logins,
  starts,
  interims,
  sessions,
  stops,
};

/** The requests of an order, made ready. */
export const sourceOf = (order: Order, guests: Guests): Source => SOURCES[order.load](order, guests);

import type { Guests, Step } from "./guests.ts";
import type { Load, Order } from "./order.ts";
import type { Kind } from "./packets.ts";
import { advance, type Session, sessionOf } from "./session.ts";

/** Where requests come from; each is taken once, and given back when it landed. */
export type Source = {
  /** the next request; undefined when there is none now */
  readonly take: () => Step | undefined;
  /** the request of a step was answered as it should be */
  readonly landed: (step: Step) => void;
};

/** What a whole session says, in order. */
const STAGES: readonly Kind[] = ["login", "start", "interim", "interim", "interim", "stop"];
/** So many sessions lie between two requests of one, at a steady rate. */
const APART = 400;

const newcomers = (order: Order): (() => Session | undefined) => {
  let number = order.firstLogin;
  return () => {
    if (number >= order.firstLogin + order.most) return undefined;
    const session = sessionOf(order.aim, number);
    number += 1;
    return session;
  };
};

const logins = (order: Order, guests: Guests): Source => {
  const next = newcomers(order);
  // A peer that hears nothing of a session after its login has nothing to end.
  const list = order.keep ? guests.kept : order.aim.by === "grant" ? guests.left : [];
  return {
    take: () => {
      const session = next();
      return session && { session, kind: "login" };
    },
    landed: ({ session }) => void list.push(session),
  };
};

const starts = (_: Order, { kept }: Guests): Source => {
  let at = 0;
  return {
    take: () => {
      const session = kept[at++];
      return session && { session, kind: "start" };
    },
    landed: () => {},
  };
};

const interims = (order: Order, { kept }: Guests): Source => {
  let taken = 0;
  return {
    take: () => {
      const session = taken < order.most ? kept[taken % kept.length] : undefined;
      if (!session) return undefined;
      taken += 1;
      advance(session);
      return { session, kind: "interim" };
    },
    landed: () => {},
  };
};

const stops = (_: Order, { left }: Guests): Source => ({
  take: () => {
    const session = left.pop();
    if (!session) return undefined;
    advance(session);
    return { session, kind: "stop" };
  },
  landed: () => {},
});

const sessions = (order: Order): Source => {
  const next = newcomers(order);
  const waiting: Session[] = [];
  const apart = order.pace.kind === "open" ? APART : 1;
  let first = 0;
  const oldest = (): Session | undefined => {
    if (first > 4_096) {
      waiting.splice(0, first);
      first = 0;
    }
    return waiting[first++];
  };
  return {
    take: () => {
      const isFull = waiting.length - first >= apart;
      const session = (isFull ? undefined : next()) ?? (first < waiting.length ? oldest() : undefined);
      if (!session) return undefined;
      if (session.stage > 1) advance(session);
      return { session, kind: STAGES[session.stage] as Kind };
    },
    landed: ({ session }) => {
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

/** The requests of an order. */
export const sourceOf = (order: Order, guests: Guests): Source => SOURCES[order.load](order, guests);

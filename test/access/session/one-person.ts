import { keys, tagOf } from "#access/redis/keys";
import { account } from "#access/session/account-live";
import type { Booked, Booking } from "#access/session/booking";
import { counted as countedIn } from "#access/session/count";
import { readSession } from "#access/session/live";
import { makeReady, refill } from "#access/session/refill";
import type { House } from "../../radius-server/house.ts";
import { BEGINNING } from "../../setup/stores.ts";
import { bookingOf, MAC, sessionId, usageOf } from "./live.ts";

/** The session of either of their devices. */
export type Of = "phone" | "laptop";

/** Octets of each period, and of all sessions together. */
type Sums = { readonly periods: readonly number[]; readonly sessions: number };

/** A person with two devices, of whom Redis may lose something. */
export type OnePerson = {
  readonly subscriberId: number;
  readonly sessions: Readonly<Record<Of, string>>;
  /** a report of a session that has moved so much */
  readonly booking: (of: Of, minute: number, down: number) => Booking;
  /** counts a report as a server does; what Redis lacks is filled first */
  readonly report: (booking: Booking) => Promise<void>;
  /** what Redis has now of them and in the ledger, to be put back as by a replica that takes over, or a file that ends too early */
  readonly copy: () => Promise<() => Promise<void>>;
  readonly sums: () => Promise<Sums>;
  /** octets of each period as PostgreSQL has them */
  readonly stored: () => Promise<number[]>;
};

/** Begins with an empty Redis and somebody new. */
export const onePerson = async ({ world, nas, enrol }: House): Promise<OnePerson> => {
  const { redis } = world;
  world.clock.set(BEGINNING);
  await redis.flushall();
  const subscriberId = await enrol();
  const tag = tagOf(subscriberId);
  await makeReady(world, tag);
  await refill(world, [subscriberId]);
  const sessions = { phone: sessionId(2 * subscriberId), laptop: sessionId(2 * subscriberId + 1) };
  const ids = Object.values(sessions);
  const names = [keys.ledger(0), keys.person(tag, subscriberId), ...ids.map((id) => keys.session(tag, id))];
  const book = async (booking: Booking): Promise<Booked> => (await account(redis, [booking]))[0]!;
  return {
    subscriberId,
    sessions,
    booking: (of, minute, down) =>
      bookingOf(BEGINNING + minute * 60_000, {
        ...{ subscriberId, sessionId: sessions[of], nasId: nas.id, siteId: nas.siteId },
        ...{ mac: of === "phone" ? MAC : "aa:bb:cc:dd:ee:02", up: 0, down },
      }),
    report: async (booking) => void (await countedIn(world, book, booking)),
    copy: async () => {
      const values = await Promise.all(names.map((name) => redis.dumpBuffer(name)));
      return async () => {
        await redis.del(...names);
        for (const [index, name] of names.entries()) {
          const value = values[index];
          if (value) await redis.restore(name, 0, value);
        }
      };
    },
    sums: async () => {
      const usage = await usageOf(redis, subscriberId);
      const counted = await Promise.all(
        ids.map((sessionId) => readSession(redis, { subscriberId, sessionId })),
      );
      return {
        periods: Object.values(usage).map((used) => Number(used.split(":")[1])),
        sessions: counted.reduce((sum, session) => sum + (session?.down ?? 0), 0),
      };
    },
    stored: async () =>
      (await world.database("usage").where({ subscriber_id: subscriberId }).pluck("down")).map(Number),
  };
};

/** Something that asks others, and before whose `call`th question something else happens. */
export const interrupted = <Asked extends object>(
  asked: Asked,
  call: number,
  happen: () => Promise<unknown>,
) => {
  let calls = 0;
  return {
    wasReached: (): boolean => calls >= call,
    asked: new Proxy(asked, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...parameters: unknown[]) => {
          calls += 1;
          const ask = (): unknown => Reflect.apply(value, target, parameters);
          return calls === call ? happen().then(ask) : ask();
        };
      },
    }),
  };
};

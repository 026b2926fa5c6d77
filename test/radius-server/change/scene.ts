import { expect } from "vitest";
import { announce } from "#access/notice/live";
import type { Policy } from "#access/plan/plan";
import { changePlan, readPlan } from "#access/plan/store";
import { periodsAt } from "#access/quota/period";
import { giveMore } from "#access/quota/top-up-store";
import { keys, tagOf } from "#access/redis/keys";
import { readSession } from "#access/session/live";
import type { LiveSession } from "#access/session/packed";
import type { SessionRef } from "#access/session/ticket";
import { readTicket } from "#access/session/ticket";
import type { NasKind } from "#access/vendors/vendors";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import type { Attribute } from "#radius-server/protocol/write";
import { octets } from "#radius-server/protocol/write";
import { bringOnline, type Gateway, gateway, reportRequest } from "../gateway.ts";
import { type House, type HouseWishes, house } from "../house.ts";
import { type Das, openDas } from "./das.ts";

export const MB = 1_000_000;
export const MAC = "aa:bb:cc:dd:ee:01";

/** 10 MB a day at 5 Mbit/s down and 1 up, then 512 and 256 kbit/s. */
export const POLICY = {
  allowances: [{ of: "octets", per: "day", amount: 10 * MB }],
  downKbps: 5_000,
  upKbps: 1_000,
  atEnd: { kind: "slow", downKbps: 512, upKbps: 256 },
} as const;

/** One person online behind a NAS that can be asked to change the session. */
export type Scene = {
  readonly home: House;
  readonly das: Das;
  readonly subscriberId: number;
  readonly ref: SessionRef;
  readonly session: () => Promise<LiveSession>;
  /** reports octets to the person so far @param after  seconds since the report before, by all clocks */
  readonly report: (down: number, status?: "Interim-Update" | "Stop", after?: number) => Promise<unknown>;
  /** staff give the person so many octets more for the day; nobody is told yet */
  readonly giveMore: (amount: number) => Promise<void>;
  /** staff change rules of the plan, and the programs hear of it */
  readonly changeRules: (rules: Partial<Policy>) => Promise<void>;
  /** rows of `authorization_changes`, oldest first */
  readonly changes: () => Promise<readonly Record<string, unknown>[]>;
  /** when the session's change is due again, epoch ms; null when nothing is owed */
  readonly owed: () => Promise<number | null>;
  readonly close: () => Promise<void>;
};

const stored = async ({ world }: House, { sessionId }: SessionRef): Promise<number> => {
  const rows = await world.database("sessions").where({ id: sessionId });
  return rows.length;
};

/**
 * Opens a scene; the session is in PostgreSQL when it is there.
 *
 * @param policy  what of `POLICY` is to be otherwise
 * @param nas  what of the NAS is
 */
export const openScene = async (
  kind: NasKind = "generic",
  policy: Partial<Policy> = {},
  nas: HouseWishes["nas"] = {},
): Promise<Scene> => {
  const das = await openDas();
  const home = await house({
    policy: { ...POLICY, allowances: [...POLICY.allowances], ...policy },
    nas: { kind, coaPort: das.port, secret: das.secret, ...nas },
  });
  const through: Gateway = await gateway(home.nas);
  const subscriberId = await home.enrol();
  const online = await bringOnline(home, through, subscriberId, MAC, "80000001");
  const ref = readTicket(home.world.keyring, online.classes[0]!)!;
  await expect.poll(() => stored(home, ref)).toBe(1);
  let seconds = 0;
  const more: Attribute[] = [octets(ATTRIBUTE["Framed-IP-Address"], Uint8Array.of(10, 1, 2, 3))];
  return {
    home,
    das,
    subscriberId,
    ref,
    session: async () => (await readSession(home.world.redis, ref))!,
    report: (down, status = "Interim-Update", after = 60) => {
      seconds += after;
      home.world.clock.advance(after);
      return through.ask(
        home.radius.acctPort,
        reportRequest(home.nas, { status, ...online, up: 0, down, seconds, eventAt: home.world.now(), more }),
      );
    },
    giveMore: async (amount) => {
      const { world, nas } = home;
      const { day } = periodsAt(world.now(), { zone: nas.zone, anchorDay: 23 });
      await giveMore(world.database, {
        subscriberId,
        of: "octets",
        per: "day",
        periodStartsAt: day.startsAt,
        amount,
        givenBy: null,
        reason: null,
        at: world.now(),
      });
    },
    changeRules: async (rules) => {
      const { world, planId } = home;
      const plan = (await readPlan(world.database, planId))!;
      await changePlan(world.database, planId, { policy: { ...plan.policy, ...rules } }, world.now());
      await announce(world.redis, { kind: "plan", id: planId });
    },
    changes: () =>
      home.world
        .database("authorization_changes")
        .orderBy("id")
        .select("wish", "cause", "means", "answer", "error_cause", "seen_at"),
    owed: async () => {
      const score = await home.world.redis.zscore(
        keys.due(tagOf(subscriberId)),
        `${ref.subscriberId}:${ref.sessionId}`,
      );
      return score === null ? null : Number(score);
    },
    close: async () => {
      through.close();
      await home.close();
      das.close();
    },
  };
};

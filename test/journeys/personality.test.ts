import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gather } from "#lab/crowd/crowd";
import { type Lab, openLab, speaking } from "#lab/lab";
import type { PersonalityName } from "#lab/nas/personality";
import type { Session } from "#lab/nas/session";
import { goOnline, type Hotspot, openHotspot } from "./hotspot.ts";
import { openProvince, type Province } from "./province.ts";

const MEGA = 1_000_000;
const GIGA = 1_000_000_000;

describe("an access point", () => {
  let hotspot: Hotspot;
  const labs: Lab[] = [];
  beforeAll(async () => {
    hotspot = await openHotspot(false);
  });
  afterAll(async () => {
    for (const lab of labs) lab.close();
    await hotspot.close();
  });

  const point = 4;
  let taken = 0;

  /** An access point of the province nobody has yet, with a habit. */
  const habit = async (personality: PersonalityName) => {
    const { world, lab } = hotspot;
    const other = await openLab(world, { server: lab.server, patience: 10, personality });
    labs.push(other);
    taken += 1;
    const nas = speaking(other.points, "generic")[point + taken]!;
    return { nas, at: { ...hotspot, lab: other } };
  };

  type Burst = { readonly up: number; readonly down: number };
  const SMALL: readonly Burst[] = [1, 2, 3].map(() => ({ up: MEGA, down: 3 * MEGA }));

  const stored = (loginId: string) => async () => {
    const row = await hotspot.world.database("sessions").where({ login_id: loginId }).first();
    return { up: row?.["up"], down: row?.["down"], ended: row?.["ended_at"] !== null };
  };

  /** What passes in five minutes, and the report of it. */
  const moved = async (session: Session, octets: Burst): Promise<void> => {
    hotspot.world.clock.advance(300);
    session.pass(octets);
    await session.report();
  };

  /** One person's stay: bursts, a report after each, and the way home. */
  const stay = async (
    { nas, at }: Awaited<ReturnType<typeof habit>>,
    bursts: readonly Burst[] = SMALL,
    beforeLeaving: (subscriberId: number) => Promise<void> = async () => {},
  ) => {
    const { session, attachment, subscriberId, grant } = await goOnline(at, nas);
    await session.report(); // once its Start is acknowledged
    for (const burst of bursts) await moved(session, burst);
    await beforeLeaving(subscriberId);
    await attachment.leave("User-Request");
    return { ...session.standing().acknowledged, subscriberId, stored: stored(grant.loginId) };
  };

  const charged = async (subscriberId: number): Promise<number> => {
    const row = await hotspot.world
      .database("usage")
      .where({ subscriber_id: subscriberId, per: "day" })
      .first();
    return row ? row["up"] + row["down"] : 0;
  };

  it("that sends no Gigawords is counted past 4 GiB", async () => {
    const bursts = [1, 2, 3, 4].map(() => ({ up: 0, down: 1.5 * GIGA }));
    const told = await stay(await habit("no-gigawords"), bursts);
    await expect.poll(told.stored).toEqual({ up: 0, down: 6 * GIGA, ended: true });
  });

  it("that swaps octets is charged the right sum, and the right sides once it is set so", async () => {
    const { nas, at } = await habit("swapped-octets");
    const told = await stay({ nas, at });
    await expect.poll(told.stored).toEqual({ up: told.down, down: told.up, ended: true });
    expect(await charged(told.subscriberId)).toBe(told.up + told.down);
  });

  it("that uses its session ids again, without Class, has each session counted on its own", async () => {
    const place = await habit("reused-session-ids");
    for (let person = 0; person < 20; person += 1) {
      const { up, down, stored: known } = await stay(place);
      await expect.poll(known).toEqual({ up, down, ended: true });
    }
  });

  it("that reports after a Stop leaves it ended", async () => {
    const told = await stay(await habit("interim-after-stop"));
    await expect.poll(told.stored).toEqual({ up: told.up, down: told.down, ended: true });
  });

  it("that does not sign its requests is let in where staff allow it", async () => {
    const told = await stay(await habit("unsigned"));
    await expect.poll(told.stored).toEqual({ up: told.up, down: told.down, ended: true });
  });

  it.each(["refuses-without-cause", "silent"] as const)(
    "that is %s is counted on after the quota, and what was asked of it is kept",
    async (personality) => {
      const bursts = [1, 2, 3].map(() => ({ up: 100 * MEGA, down: 2 * GIGA }));
      const answer = async (subscriberId: number): Promise<void> => {
        const asked = hotspot.world.database("authorization_changes");
        await expect
          .poll(() => asked.clone().where({ subscriber_id: subscriberId }).pluck("answer"), {
            timeout: 12_000,
          })
          .toContain(personality === "silent" ? "silent" : "refused");
      };
      const told = await stay(await habit(personality), bursts, answer);
      expect(told.down).toBe(6 * GIGA);
      await expect.poll(told.stored).toEqual({ up: told.up, down: told.down, ended: true });
      expect(await charged(told.subscriberId)).toBe(told.up + told.down);
    },
    30_000,
  );

  it("that shares its address with another ends nobody's session when that one starts", async () => {
    const { nas, at } = await habit("shared-address");
    const { session, attachment, grant } = await goOnline(at, nas);
    await session.report();
    await moved(session, { up: MEGA, down: MEGA });
    await expect.poll(stored(grant.loginId)).toEqual({ up: MEGA, down: MEGA, ended: false });
    const neighbour = await habit("shared-address");
    await stay(neighbour);
    expect((await stored(grant.loginId)()).ended).toBe(false);
    await attachment.leave("User-Request");
    await expect.poll(stored(grant.loginId)).toEqual({ up: MEGA, down: MEGA, ended: true });
  });

  it("whose clock begins in 1970 is counted today", async () => {
    const told = await stay(await habit("wrong-clock"));
    await expect.poll(told.stored).toEqual({ up: told.up, down: told.down, ended: true });
    expect(await charged(told.subscriberId)).toBe(told.up + told.down);
    const said = await hotspot.world
      .database("reports_in_doubt")
      .where({ subscriber_id: told.subscriberId })
      .pluck("said_at");
    expect(new Date(Math.max(...said.filter((at) => at !== null))).getUTCFullYear()).toBe(1970);
  });
});

describe("a crowd at access points of every habit", () => {
  let province: Province;
  beforeAll(async () => {
    province = await openProvince();
  });
  afterAll(() => province.close());

  it("is charged, to the octet, what was acknowledged", async () => {
    const { world } = province;
    const { server } = province.lab;
    const lab = await openLab(world, { server, patience: 10, personality: "mixed" });
    const wishes = { people: 25, seconds: 8, seed: 11 };
    const report = await gather(lab, wishes, new AbortController().signal);
    lab.close();
    expect(report.complaints).toEqual({});
    expect(report.logins.ok).toBeGreaterThanOrEqual(25);
    const usage = async () => {
      const row = await world
        .database("usage")
        .where({ per: "day" })
        .sum({ octets: world.database.raw("up + down") })
        .first();
      return Number(row?.["octets"]);
    };
    await expect.poll(usage).toBe(report.acknowledgedOctets);
    expect(report.acknowledgedOctets).toBeGreaterThan(0);
  }, 60_000);
});

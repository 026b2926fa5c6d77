import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type CrowdReport, gather } from "#lab/crowd/crowd";
import { openProvince, type Province } from "./province.ts";

const PEOPLE = 25;
/** Longer than the test may last: the crowd is sent home once it has done what is looked at. */
const SECONDS = 3_600;
const SOON = { timeout: 60_000 };

let province: Province;
beforeAll(async () => {
  province = await openProvince();
});
afterAll(() => province.close());

type Stored = {
  readonly login_id: string;
  readonly up: number;
  readonly down: number;
  readonly ended_at: number | null;
};

describe(`a crowd of ${PEOPLE}`, () => {
  /** Octets of all people as they are stored. */
  const storedOctets = async (): Promise<number> => {
    const { database } = province.world;
    const sum = database.raw("up + down");
    const usage = await database("usage").where({ per: "day" }).sum({ octets: sum }).first();
    return Number(usage?.["octets"]);
  };
  const stored = () =>
    province.world.database<Stored>("sessions").select("login_id", "up", "down", "ended_at");

  /** Gathers until as many have been online as the crowd has people, and octets were counted. */
  const gathered = async (): Promise<CrowdReport> => {
    const home = new AbortController();
    const crowd = gather(province.lab, { people: PEOPLE, seconds: SECONDS, seed: 7 }, home.signal);
    try {
      await vi.waitFor(async () => {
        expect((await stored()).length).toBeGreaterThanOrEqual(PEOPLE);
        expect(await storedOctets()).toBeGreaterThan(0);
      }, SOON);
    } finally {
      home.abort();
    }
    return crowd;
  };

  it("leaves in PostgreSQL, to the octet, what its access points had acknowledged", async () => {
    const report = await gathered();
    expect(report.complaints).toEqual({});
    expect(report.logins).toMatchObject({ refused: 0, failed: 0 });
    expect(report.logins.ok).toBeGreaterThanOrEqual(PEOPLE);
    expect(report.unacknowledged).toBe(0);
    const { tally } = report;
    expect(tally.lost).toBe(0);
    expect(tally.answered).toBe(tally.sent);
    // Where the machine took more than a second, an access point asked again and its second answer fits nothing.
    expect(tally.untrusted).toBeLessThanOrEqual(tally.retransmitted);

    await vi.waitFor(async () => {
      const rows = new Map((await stored()).map((row) => [row.login_id, row]));
      for (const { loginId, acknowledged } of report.entries) {
        expect(rows.get(loginId)).toMatchObject({ up: acknowledged.up, down: acknowledged.down });
        expect(rows.get(loginId)?.ended_at).not.toBeNull();
      }
    }, SOON);
    expect(await storedOctets()).toBe(report.acknowledgedOctets);
  }, 180_000);
});

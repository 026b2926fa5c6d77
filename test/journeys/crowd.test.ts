import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { gather } from "#lab/crowd/crowd";
import { openProvince, type Province } from "./province.ts";

const PEOPLE = 25;
const SECONDS = 8;
const SOON = { timeout: 15_000 };

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
  it("leaves in PostgreSQL, to the octet, what its access points had acknowledged", async () => {
    const report = await gather(
      province.lab,
      { people: PEOPLE, seconds: SECONDS, seed: 7 },
      new AbortController().signal,
    );
    expect(report.complaints).toEqual({});
    expect(report.logins).toMatchObject({ refused: 0, failed: 0 });
    expect(report.logins.ok).toBeGreaterThanOrEqual(PEOPLE);
    expect(report.unacknowledged).toBe(0);
    const { tally } = report;
    expect(tally.lost).toBe(0);
    expect(tally.answered).toBe(tally.sent);
    // Where the machine took more than a second, an access point asked again and its second answer fits nothing.
    expect(tally.untrusted).toBeLessThanOrEqual(tally.retransmitted);

    const stored = () =>
      province.world.database<Stored>("sessions").select("login_id", "up", "down", "ended_at");
    await vi.waitFor(async () => {
      const rows = new Map((await stored()).map((row) => [row.login_id, row]));
      for (const { loginId, acknowledged } of report.entries) {
        expect(rows.get(loginId)).toMatchObject({ up: acknowledged.up, down: acknowledged.down });
        expect(rows.get(loginId)?.ended_at).not.toBeNull();
      }
    }, SOON);
    const usage = await province.world
      .database("usage")
      .where({ per: "day" })
      .sum({ octets: province.world.database.raw("up + down") })
      .first();
    expect(Number(usage?.["octets"])).toBe(report.acknowledgedOctets);
    expect(report.acknowledgedOctets).toBeGreaterThan(0);
  }, 60_000);
});

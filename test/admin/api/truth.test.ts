import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { instant } from "#access/postgres/instant";
import { looksReversed } from "#admin/api/access-points/direction";
import type { AccessPoint } from "#admin/api/access-points/shapes";
import { type Desk, type Office, office, signedInDesk } from "../desk.ts";
import { province } from "../province.ts";

const DAY_MS = 86_400_000;
const GB = 1_000_000_000;

describe("octets that seem to go the wrong way", () => {
  it("are those of many sessions that sent far more than they received", () => {
    expect(looksReversed({ up: 9 * GB, down: GB, sessions: 20 })).toBe(true);
    expect(looksReversed({ up: GB, down: 9 * GB, sessions: 20 })).toBe(false);
    expect(looksReversed({ up: 9 * GB, down: 4 * GB, sessions: 20 })).toBe(false);
  });

  it("are not told by a few sessions, or a little", () => {
    expect(looksReversed({ up: 9 * GB, down: GB, sessions: 19 })).toBe(false);
    expect(looksReversed({ up: 9_000, down: 1_000, sessions: 200 })).toBe(false);
  });
});

describe("what is told of an access point", () => {
  let at: Office;
  let nasId: number;
  let desk: Desk;
  beforeAll(async () => {
    at = await office();
    nasId = (await province(at.world)).nasIds.at(-1)!;
    desk = (await signedInDesk(at)).desk;
  });
  afterAll(() => at.close());

  const point = async (): Promise<AccessPoint> => {
    const all: AccessPoint[] = (await desk.ask("GET", "/api/access-points")).body.accessPoints;
    return all.find(({ id }) => id === nasId)!;
  };

  const asked = (daysAgo: number, answer: string, isSeen: boolean) => {
    const then = instant(at.world.now() - daysAgo * DAY_MS);
    return {
      ...{ subscriber_id: 1, session_id: "00000000000000ff", nas_id: nasId, wish: "slow", cause: "quota" },
      ...{ means: "coa", sent_at: then, answered_at: then, answer, seen_at: isSeen ? then : null },
    };
  };

  it("counts as true what was acknowledged and then seen, of all that was sent in 30 days", async () => {
    const { database } = at.world;
    await database("authorization_changes").insert([
      asked(1, "acknowledged", true),
      asked(2, "acknowledged", true),
      asked(3, "acknowledged", false),
      asked(4, "refused", false),
      asked(31, "acknowledged", true),
    ]);
    await database("nas_state")
      .insert({ nas_id: nasId, change_fault: "silent", change_fault_at: instant(at.world.now()) })
      .onConflict("nas_id")
      .merge();
    expect(await point()).toMatchObject({
      truth: { sent: 4, seen: 2 },
      changeFault: "silent",
      looksReversed: false,
    });
  });

  it("hints that input and output have changed places, and changes nothing", async () => {
    const { database } = at.world;
    const { site_id: siteId, viewpoint } = await database("nas").where({ id: nasId }).first();
    const began = instant(at.world.now() - DAY_MS);
    await database("sessions").insert(
      Array.from({ length: 20 }, (_, index) => ({
        ...{ subscriber_id: 1, id: `r${index}`, started_at: began, last_report_at: began, ended_at: began },
        ...{ nas_id: nasId, site_id: siteId, plan_id: 1, up: GB, down: GB / 10 },
      })),
    );
    expect((await point()).looksReversed).toBe(true);
    expect((await database("nas").where({ id: nasId }).first()).viewpoint).toBe(viewpoint);
  });
});

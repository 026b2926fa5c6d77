import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addPlan } from "#access/plan/store";
import { instant } from "#access/postgres/instant";
import { addSite } from "#access/site/store";
import { enrolByPhone } from "#access/subscriber/store";
import { type Desk, type Office, office, signedInDesk } from "../desk.ts";

const GB = 1_000_000_000;
const PHONE = "+84912345678";
const MAC = "aa:bb:cc:dd:ee:01";

describe("a person as staff see one", () => {
  let at: Office;
  let desk: Desk;
  let id: number;
  let small: number;
  beforeAll(async () => {
    at = await office();
    const { database } = at.world;
    const policy = {
      allowances: [{ of: "octets", per: "day", amount: 2 * GB }],
      downKbps: 10_000,
      upKbps: 5_000,
      atEnd: { kind: "slow", downKbps: 512, upKbps: 256 },
      longestSession: null,
      idle: null,
      devices: null,
      hours: [],
      validFor: null,
    } as const;
    const plan = {
      name: { vi: "Khách", en: "Visitor" },
      policy: { ...policy, allowances: [...policy.allowances], hours: [] },
    };
    await addPlan(database, { ...plan, code: "khach", isDefault: true });
    small = await addPlan(database, { ...plan, code: "nho" });
    const siteId = await addSite(database, {
      parentId: null,
      kind: "site",
      code: "cho",
      name: "Chợ Đông Hà",
    });
    const enrolled = await enrolByPhone(at.world, {
      phone: PHONE,
      siteId,
      zone: "Asia/Ho_Chi_Minh",
      locale: "vi",
    });
    id = enrolled.id;
    const seen = instant(at.world.now());
    await database("devices").insert({
      subscriber_id: id,
      mac: MAC,
      first_seen_at: seen,
      last_seen_at: seen,
    });
    desk = (await signedInDesk(at)).desk;
  });
  afterAll(() => at.close());

  const audits = (action: string) => at.world.database("audit").where({ action });

  it.each(["0912 345 678", "+84 912 345 678", MAC, "AA-BB-CC-DD-EE-01", "aabb.ccdd.ee01", "aabbccddee01"])(
    "is found by %s, the number masked",
    async (text) => {
      const { body } = await desk.ask("POST", "/api/people/find", { text });
      expect(body.people).toMatchObject([{ id, maskedPhone: "••• ••• 678" }]);
      expect(JSON.stringify(body)).not.toContain("912345");
    },
  );

  it("is not found by a part of a number", async () => {
    expect((await desk.ask("POST", "/api/people/find", { text: "345" })).body.code).toBe(
      "not_a_phone_or_mac",
    );
  });

  it("is looked at once for the record, however often the page is read in ten minutes", async () => {
    for (let looks = 0; looks < 3; looks += 1)
      expect((await desk.ask("GET", `/api/people/${id}`)).status).toBe(200);
    expect(await audits("person.looked")).toHaveLength(1);
    at.world.clock.advance(601);
    await desk.ask("GET", `/api/people/${id}`);
    expect(await audits("person.looked")).toHaveLength(2);
  });

  it("shows the number in full only on demand, which is remembered", async () => {
    expect((await desk.ask("POST", `/api/people/${id}/phone`)).body).toEqual({ phone: PHONE });
    const [entry] = await audits("person.number-shown");
    expect(entry).toMatchObject({ staff_login: "admin", subject_id: String(id), detail: {} });
  });

  it("gets 1 GB more for today", async () => {
    expect((await desk.ask("POST", `/api/people/${id}/more`, { of: "octets", amount: GB })).status).toBe(200);
    const { rows } = await at.world.database.raw("select amount, per, given_by from top_ups");
    expect(rows).toMatchObject([{ amount: GB, per: "day" }]);
    expect(rows[0].given_by).toBeGreaterThan(0);
  });

  it("gets no more hours on a plan that does not count hours", async () => {
    const { body } = await desk.ask("POST", `/api/people/${id}/more`, { of: "seconds", amount: 3_600 });
    expect(body.code).toBe("no_such_limit");
  });

  it("gets another plan", async () => {
    await desk.ask("POST", `/api/people/${id}/plan`, { planId: small });
    expect((await desk.ask("GET", `/api/people/${id}`)).body.plan.id).toBe(small);
    expect((await desk.ask("POST", `/api/people/${id}/plan`, { planId: 999 })).status).toBe(404);
  });

  it("is blocked with a reason and let in again", async () => {
    await desk.ask("POST", `/api/people/${id}/block`, { reason: "gửi thư rác" });
    expect((await desk.ask("GET", `/api/people/${id}`)).body).toMatchObject({
      status: "blocked",
      statusReason: "gửi thư rác",
    });
    expect((await desk.ask("POST", `/api/people/${id}/block`, { reason: " " })).status).toBe(400);
    await desk.ask("POST", `/api/people/${id}/unblock`);
    expect((await desk.ask("GET", `/api/people/${id}`)).body.status).toBe("active");
  });

  it("has nothing to disconnect while offline", async () => {
    expect((await desk.ask("POST", `/api/people/${id}/disconnect`, {})).body.code).toBe("nothing_to_end");
  });

  it("has a timeline of what staff did, newest first", async () => {
    const { timeline } = (await desk.ask("GET", `/api/people/${id}`)).body;
    const actions = timeline.map((event: { action?: string }) => event.action);
    expect(actions).toEqual([
      "person.unblocked",
      "person.blocked",
      "person.plan-changed",
      "person.given-more",
    ]);
  });

  it("is unknown under any other id", async () => {
    expect((await desk.ask("GET", "/api/people/999")).status).toBe(404);
    expect((await desk.ask("POST", "/api/people/999/block", { reason: "x" })).status).toBe(404);
    expect((await desk.ask("GET", "/api/people/abc")).status).toBe(400);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unseen, withSign } from "#access/nas/evidence";
import { addEvidence } from "#access/nas/evidence-store";
import { listNas } from "#access/nas/store";
import { addKnocks } from "#access/nas/waiting-store";
import { listen } from "#access/notice/live";
import { openConnection } from "#access/postgres/connection";
import { storeTraces } from "#access/trace/store";
import type { AccessPoint } from "#admin/api/access-points/shapes";
import { type Desk, type Office, office, signedInDesk } from "../desk.ts";
import { type Province, province } from "../province.ts";

let at: Office;
let desk: Desk;
let there: Province;
let siteId: number;
beforeAll(async () => {
  at = await office();
  there = await province(at.world);
  desk = (await signedInDesk(at)).desk;
  siteId = (await desk.ask("GET", "/api/sites")).body.sites[0].id;
});
afterAll(() => at.close());

const SECRET = "3f0c2b9a7d1e4f6a8b0c1d2e3f4a5b6c";

describe("what an access point signs", () => {
  const point = async (): Promise<AccessPoint> =>
    (await desk.ask("GET", "/api/access-points")).body.accessPoints.find(
      ({ id }: AccessPoint) => id === there.nasIds[0],
    );

  it("is shown with the evidence", async () => {
    const id = there.nasIds[0] as number;
    expect((await point()).signatures).toMatchObject({ posture: "never-seen", signed: 0, requiredAt: null });
    const seen = ["signed", "unsigned", "signed"] as const;
    const evidence = seen.reduce((known, sign) => withSign(known, sign, at.world.now()), unseen(id));
    await addEvidence(at.world.database, [evidence]);
    expect((await point()).signatures).toMatchObject({
      posture: "require",
      signed: 2,
      unsigned: 1,
      run: 1,
      lastUnsignedAt: at.world.now(),
    });
  });

  it("is asked for less only by an operator, audited, and announced", async () => {
    const id = there.nasIds[0] as number;
    const heard: unknown[] = [];
    const stop = await listen(at.world, (notice) => heard.push(notice));
    const wish = { mode: "legacy", omitsReplySignature: true };
    expect((await desk.ask("PUT", `/api/access-points/${id}/signatures`, wish)).status).toBe(200);
    expect((await point()).signatures).toMatchObject({ posture: "legacy", run: 0, ...wish });
    await expect.poll(() => heard).toContainEqual({ kind: "nas", id });
    await stop();
    const [entry] = (await desk.ask("GET", "/api/audit")).body.entries;
    expect(entry).toMatchObject({ action: "access-point.signatures-changed", detail: wish });
  });

  it("is refused to one that does not exist, and in words that do not exist", async () => {
    const wish = { mode: "auto", omitsReplySignature: false };
    expect((await desk.ask("PUT", "/api/access-points/999999/signatures", wish)).status).toBe(404);
    const id = there.nasIds[0];
    const wrong = { ...wish, mode: "none" };
    expect((await desk.ask("PUT", `/api/access-points/${id}/signatures`, wrong)).status).toBe(400);
  });
});

describe("the waiting room", () => {
  const knock = { code: 1, signed: true, count: 3, firstSeenAt: 1, lastSeenAt: 2 };
  const waiting = async () => (await desk.ask("GET", "/api/waiting")).body.waiting;
  beforeAll(async () => {
    const now = at.world.now();
    const seen = { ...knock, firstSeenAt: now - 60_000, lastSeenAt: now };
    await addKnocks(
      at.world.database,
      [
        { ...seen, source: "198.51.100.7", nasIdentifier: "cho-moi", calledStation: "aa:bb:cc:00:00:09" },
        { ...seen, source: "2001:db8::7", nasIdentifier: "", calledStation: "", signed: false },
        { ...seen, source: "198.51.100.8", nasIdentifier: "to-dismiss", calledStation: "" },
      ],
      now,
    );
  });
  const idOf = async (source: string): Promise<number> =>
    (await waiting()).find((one: { source: string }) => one.source === source)?.id;

  it("lists who knocks, and counts those who knock again", async () => {
    const now = at.world.now();
    const again = {
      ...knock,
      firstSeenAt: now,
      lastSeenAt: now,
      calledStation: "",
      nasIdentifier: "to-dismiss",
    };
    await addKnocks(at.world.database, [{ ...again, source: "198.51.100.8" }], now);
    const found = await waiting();
    expect(found).toHaveLength(3);
    expect(found).toContainEqual(
      expect.objectContaining({
        source: "198.51.100.8",
        count: 6,
        firstSeenAt: now - 60_000,
        lastSeenAt: now,
      }),
    );
  });

  it("lets one in with the secret it has, under its name, from anywhere; audited and announced", async () => {
    const id = await idOf("198.51.100.7");
    const wish = { siteId, name: "Chợ mới", kind: "mikrotik", secret: SECRET, anywhere: true };
    const { status, body } = await desk.ask("POST", `/api/waiting/${id}/accept`, wish);
    expect(status).toBe(200);
    expect(body.secret).toBe(SECRET);
    const made = (await listNas(at.world)).find((nas) => nas.id === body.id);
    expect(made).toMatchObject({
      secret: SECRET,
      nasIdentifier: "cho-moi",
      calledStations: ["aa:bb:cc:00:00:09"],
      addresses: ["0.0.0.0/0", "::/0"],
      messageAuthenticator: "require",
    });
    const [entry] = (await desk.ask("GET", "/api/audit")).body.entries;
    expect(entry).toMatchObject({ action: "access-point.accepted", detail: { source: "198.51.100.7" } });
    expect(JSON.stringify(entry)).not.toContain(SECRET);
    expect(await idOf("198.51.100.7")).toBeUndefined();
  });

  it("refuses one without a name from anywhere, and a secret below 128 bits", async () => {
    const id = await idOf("2001:db8::7");
    const wish = { siteId, name: "Không tên", kind: "generic", secret: null };
    const nameless = await desk.ask("POST", `/api/waiting/${id}/accept`, { ...wish, anywhere: true });
    expect(nameless).toMatchObject({ status: 409, body: { code: "waiting_nameless" } });
    const short = await desk.ask("POST", `/api/waiting/${id}/accept`, { ...wish, secret: "testing123" });
    expect(short.status).toBe(400);
    expect(await idOf("2001:db8::7")).toBe(id);
    const fixed = await desk.ask("POST", `/api/waiting/${id}/accept`, wish);
    expect(fixed.body.secret).toMatch(/^[0-9a-z]{32}$/);
    const made = (await listNas(at.world)).find((nas) => nas.id === fixed.body.id);
    expect(made).toMatchObject({ addresses: ["2001:db8::7/128"], messageAuthenticator: "auto" });
  });

  it("dismisses one, once", async () => {
    const id = await idOf("198.51.100.8");
    expect((await desk.ask("DELETE", `/api/waiting/${id}`)).status).toBe(200);
    expect((await desk.ask("DELETE", `/api/waiting/${id}`)).status).toBe(404);
    expect(await waiting()).toEqual([]);
  });

  it("has room for so many, and forgets who knocks no more", async () => {
    const now = at.world.now();
    const many = Array.from({ length: 520 }, (_, index) => ({
      ...knock,
      source: `198.18.${index >> 8}.${index & 255}`,
      nasIdentifier: "",
      calledStation: "",
      firstSeenAt: now,
      lastSeenAt: now + index,
    }));
    await addKnocks(at.world.database, many, now);
    const waitingRows = async () => (await at.world.database("waiting_nas").select("id")).length;
    expect(await waitingRows()).toBe(500);
    await addKnocks(at.world.database, many.slice(0, 1), now + 8 * 86_400_000);
    expect(await waitingRows()).toBe(0);
  });
});

describe("why a login was decided", () => {
  beforeAll(async () => {
    const common = {
      subscriberId: there.personId,
      nasId: there.nasIds[0] as number,
      siteId,
      mac: "aa:bb:cc:dd:ee:77",
      loginId: null,
      sessionId: null,
    };
    const known = {
      others: 0,
      devices: 3,
      planSince: 0,
      lines: [{ of: "octets", per: "day", limit: 2e9, left: 0, resetsAt: at.world.now() + 3_600_000 }],
    };
    const asked = { by: "pap", signed: true };
    const connection = await openConnection(at.world.settings.DATABASE_URL);
    await storeTraces([
      {
        ...{ ...common, at: at.world.now(), entry: "1:1-1", outcome: "quota_spent" },
        trace: JSON.stringify({ code: 3, asked, known }),
      },
      {
        ...{ ...common, at: at.world.now() - 1_000, entry: "1:1-0", outcome: "other_nas" },
        trace: JSON.stringify({ code: 3, asked, expected: { nasId: there.nasIds[1] } }),
      },
    ])(connection);
    await connection.close();
  });

  it("is said in one sentence for staff and a shorter one for the person, found by person, device or NAS", async () => {
    const questions = [
      { subscriberId: there.personId },
      { mac: "aa:bb:cc:dd:ee:77" },
      { nasId: there.nasIds[0] },
    ];
    for (const question of questions) {
      const { decisions } = (await desk.ask("POST", "/api/explain", question)).body;
      expect(decisions).toHaveLength(2);
      expect(decisions[0]).toMatchObject({
        outcome: "quota_spent",
        staff: { en: "Refused: 2 GB a day are used up; full again at 23/11/2026, 11:00." },
        person: { vi: "Đã dùng hết hạn mức." },
      });
      expect(decisions[1].staff.en).toMatch(
        /^Refused: the grant was made for another access point \(.+\)\.$/,
      );
    }
  });

  it("is remembered as a look at whom it is about, however it was found", async () => {
    const { world } = at;
    const looks = () =>
      world.database("audit").where({ action: "person.looked" }).orderBy("id").pluck("subject_id");
    const seen = await looks();
    for (const question of [{ subscriberId: there.personId }, { mac: "aa:bb:cc:dd:ee:77" }]) {
      world.clock.advance(601);
      for (let reads = 0; reads < 3; reads += 1) await desk.ask("POST", "/api/explain", question);
      seen.push(String(there.personId));
      expect(await looks()).toEqual(seen);
    }
  });

  it("is remembered of everybody an access point's decisions are about, in one question", async () => {
    const { world } = at;
    const nobody = 1_000_000;
    const people = Array.from({ length: 50 }, (_, index) => nobody + index);
    const connection = await openConnection(world.settings.DATABASE_URL);
    await storeTraces(
      people.map((subscriberId, index) => ({
        ...{
          subscriberId,
          nasId: there.nasIds[1] as number,
          siteId,
          mac: null,
          loginId: null,
          sessionId: null,
        },
        ...{ at: world.now() - index, entry: `2:1-${index}`, outcome: "ok" },
        trace: JSON.stringify({ code: 2, asked: { by: "pap", signed: true } }),
      })),
    )(connection);
    await connection.close();
    const looks = () =>
      world.database("audit").where("subject_id", ">=", String(nobody)).orderBy("id").pluck("subject_id");
    const questions: string[] = [];
    const onQuery = ({ sql }: { readonly sql: string }): void => void questions.push(sql);
    world.database.on("query", onQuery);
    for (let reads = 0; reads < 2; reads += 1)
      await desk.ask("POST", "/api/explain", { nasId: there.nasIds[1], limit: 100 });
    world.database.off("query", onQuery);
    expect(questions.filter((sql) => /\baudit\b/.test(sql))).toHaveLength(2);
    expect((await looks()).filter((id) => Number(id) >= nobody)).toEqual(people.map(String));
  });

  it("is asked of exactly one of them", async () => {
    for (const question of [{}, { nasId: 1, subscriberId: 1 }, { mac: "nonsense" }])
      expect((await desk.ask("POST", "/api/explain", question)).status).toBe(400);
  });
});

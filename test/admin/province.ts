import { addNas } from "#access/nas/store";
import type { Policy } from "#access/plan/plan";
import { addPlan } from "#access/plan/store";
import { instant } from "#access/postgres/instant";
import { localDay, periodsAt } from "#access/quota/period";
import { addSite } from "#access/site/store";
import { enrolByPhone } from "#access/subscriber/store";
import type { NasKind } from "#access/vendors/vendors";
import type { TestWorld } from "../setup/world.ts";

const ZONE = "Asia/Ho_Chi_Minh";
const MINUTE = 60_000;
const MB = 1_000_000;

/** Everybody's plan here: 2 GB and six hours a day, then slow. */
export const VISITOR: Policy = {
  allowances: [
    { of: "octets", per: "day", amount: 2_000 * MB },
    { of: "seconds", per: "day", amount: 21_600 },
  ],
  downKbps: 10_000,
  upKbps: 5_000,
  atEnd: { kind: "slow", downKbps: 512, upKbps: 256 },
  longestSession: 3_600,
  idle: 900,
  devices: 3,
  hours: [],
  validFor: null,
};

/** Sites with their access points; heard so many minutes ago, null for never. */
const SITES: readonly [string, string, NasKind, (number | null)[]][] = [
  ["Thành cổ Quảng Trị", "Phường Quảng Trị", "mikrotik", [1, 2, 3, 2]],
  ["Cầu Hiền Lương – Bến Hải", "Xã Bến Hải", "coovachilli", [1, 27]],
  ["Chợ Đông Hà", "Phường Đông Hà", "generic", [1, 1, 2]],
  ["Cửa khẩu quốc tế Lao Bảo", "Xã Lao Bảo", "mikrotik", [1]],
  ["Bãi tắm Cửa Tùng", "Xã Cửa Tùng", "coovachilli", [2, 3]],
  ["Động Phong Nha – Kẻ Bàng", "Xã Phong Nha", "generic", [null, null]],
  ["Ga Đồng Hới", "Phường Đồng Hới", "mikrotik", [2]],
];

/** What a test wants to name: the one person, the plan, the access point with the wrong secret. */
export type Province = {
  readonly personId: number;
  readonly planId: number;
  readonly nasIds: readonly number[];
};

const addPlaces = async (world: TestWorld): Promise<{ siteIds: number[]; nasIds: number[] }> => {
  const { database } = world;
  const at = world.now();
  const siteIds: number[] = [];
  const nasIds: number[] = [];
  for (const [index, [name, commune, kind, heard]] of SITES.entries()) {
    const parentId = await addSite(database, {
      parentId: null,
      kind: "commune",
      code: `x${index}`,
      name: commune,
    });
    const siteId = await addSite(database, { parentId, kind: "site", code: `s${index}`, name });
    siteIds.push(siteId);
    for (const [point, minutes] of heard.entries()) {
      const addresses = [`10.20.${index}.${point + 1}`];
      const { id } = await addNas(world, database, { siteId, name: `${name} ${point + 1}`, kind, addresses });
      nasIds.push(id);
      if (minutes === null) continue;
      await database("nas_state").insert({ nas_id: id, last_heard_at: instant(at - minutes * MINUTE) });
    }
  }
  return { siteIds, nasIds };
};

const addFaults = async (world: TestWorld, nasId: number): Promise<void> => {
  const day = localDay(world.now(), ZONE);
  const last_at = instant(world.now());
  await world.database("nas_faults").insert([
    { nas_id: nasId, source: "10.20.3.1", day, reason: "request-authenticator-wrong", count: 42, last_at },
    { nas_id: 0, source: "203.0.113.77", day, reason: "nas-unknown", count: 7, last_at },
  ]);
};

const addSessions = async (world: TestWorld, id: number, siteId: number, nasId: number, planId: number) => {
  const at = world.now();
  const session = {
    subscriber_id: id,
    nas_id: nasId,
    site_id: siteId,
    plan_id: planId,
    mac: "a2:bb:cc:dd:ee:01",
  };
  const running = { started_at: instant(at - 25 * MINUTE), last_report_at: instant(at), seconds: 1_500 };
  const ended = {
    started_at: instant(at - 180 * MINUTE),
    last_report_at: instant(at - 120 * MINUTE),
    seconds: 3_600,
  };
  await world.database("sessions").insert([
    { ...session, ...running, id: "0000000000000002", up: 60 * MB, down: 540 * MB, profile: "full" },
    {
      ...{ ...session, ...ended, id: "0000000000000001", up: 90 * MB, down: 910 * MB, profile: "full" },
      ended_at: instant(at - 120 * MINUTE),
      end_cause: "Session-Timeout",
    },
  ]);
  const { startsAt } = periodsAt(at, { zone: ZONE, anchorDay: 1 }).day;
  const used = { subscriber_id: id, up: 150 * MB, down: 1_450 * MB, seconds: 5_100 };
  await world.database("usage_days").insert({ ...used, day_at: instant(startsAt) });
};

const addHappenings = async (world: TestWorld, id: number, siteId: number, nasId: number): Promise<void> => {
  const at = world.now();
  const attempt = { subscriber_id: id, site_id: siteId, nas_id: nasId };
  const steps = [
    { step: "code-sent", outcome: "ok", ago: 28 },
    { step: "code", outcome: "code_wrong", ago: 27 },
    { step: "code", outcome: "ok", ago: 26 },
    { step: "login", outcome: "ok", ago: 25 },
    { step: "login", outcome: "blocked", ago: 24 },
  ];
  await world
    .database("attempts")
    .insert(
      steps.map(({ step, outcome, ago }) => ({ ...attempt, step, outcome, at: instant(at - ago * MINUTE) })),
    );
  const change = { subscriber_id: id, session_id: "0000000000000002", nas_id: nasId, means: "coa" };
  await world.database("authorization_changes").insert([
    {
      ...change,
      wish: "slow",
      cause: "quota",
      sent_at: instant(at - 9 * MINUTE),
      answered_at: instant(at - 9 * MINUTE),
      answer: "acknowledged",
      seen_at: instant(at - 8 * MINUTE),
    },
    {
      ...change,
      wish: "full",
      cause: "plan",
      sent_at: instant(at - MINUTE),
      answered_at: instant(at - MINUTE),
      answer: "acknowledged",
    },
  ]);
};

/** A small province with something of everything: access points well and ill, a person online, faults, changes. */
export const province = async (world: TestWorld): Promise<Province> => {
  const { siteIds, nasIds } = await addPlaces(world);
  const planId = await addPlan(world.database, {
    code: "khach",
    name: { vi: "Khách", en: "Visitor" },
    policy: VISITOR,
    isDefault: true,
  });
  await addPlan(world.database, {
    code: "cong-dan",
    name: { vi: "Công dân đã xác minh", en: "Verified citizen" },
    policy: {
      ...VISITOR,
      allowances: [{ of: "octets", per: "day", amount: 4_000 * MB }],
      atEnd: { kind: "government-only" },
    },
  });
  const [siteId = 0] = siteIds;
  const [nasId = 0] = nasIds;
  const newcomer = { phone: "+84912345678", siteId, zone: ZONE, locale: "vi" };
  const { id } = await enrolByPhone(world, newcomer);
  const seen = instant(world.now());
  const device = {
    subscriber_id: id,
    mac: "a2:bb:cc:dd:ee:01",
    first_seen_at: seen,
    last_seen_at: seen,
    last_site_id: siteId,
  };
  await world.database("devices").insert(device);
  await addFaults(world, nasIds[9] ?? 0);
  await addSessions(world, id, siteId, nasId, planId);
  await addHappenings(world, id, siteId, nasId);
  return { personId: id, planId, nasIds };
};

import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { addNas } from "#access/nas/store";
import { addPlan } from "#access/plan/store";
import { startRedis } from "#access/redis/private";
import { wishSession } from "#access/session/wish";
import { addSite } from "#access/site/store";
import { firstTerms } from "#access/terms/first-terms";
import { publishTerms } from "#access/terms/store";
import { type Form, formsOf } from "#lab/phone/html";
import { inboxOf } from "#lab/phone/messages";
import { customOf, proofOf } from "#portal/dialects/opennds";
import {
  GATEWAY,
  hindrance,
  INTERNET,
  openRig,
  PORTAL,
  type Rig,
  type Shown,
} from "../portal/opennds/rig.ts";
import { OPEN } from "../setup/policies.ts";
import { haveStarted, spawnPrograms } from "../setup/process.ts";
import { socketDirectoryOf } from "../setup/stores.ts";
import { type TestWorld, testWorld } from "../setup/world.ts";

const KEY = "a-faskey-of-the-tests-only";
const SLUG = "cho-opennds";
const NUMBER = "0912345678";
const PROGRAMS = ["radius-server", "drain", "portal"];
const SOON = { timeout: 15_000, interval: 200 };

const overTcp = socketDirectoryOf(inject("postgresUrl")) === "";
const why = hindrance() || (overTcp ? "the PostgreSQL given cannot be reached out of a namespace" : "");
if (why !== "") console.warn(`a real openNDS gateway: skipped, ${why}`);

describe.skipIf(why !== "")(`a device behind a real openNDS gateway${why && ` (skipped: ${why})`}`, () => {
  let world: TestWorld;
  let rig: Rig;
  let redis: Awaited<ReturnType<typeof startRedis>>;
  /** octets the device had received before it was let in, headers with them */
  let receivedBefore = 0;
  /** octets of the pages of the Internet it was shown */
  let shown = 0;

  beforeAll(async () => {
    redis = await startRedis({ dir: join(inject("runDirectory"), "opennds-redis") });
    world = await testWorld({ realClock: true, redisUrl: redis.url });
    const siteId = await addSite(world.database, { parentId: null, kind: "site", code: "cho", name: "Chợ" });
    await addPlan(world.database, {
      ...{ code: "daily", name: { vi: "Hằng ngày", en: "Daily" }, isDefault: true },
      policy: { ...OPEN, downKbps: 100_000, longestSession: 3_600 },
    });
    await publishTerms(world.database, firstTerms, world.now());
    const portalUrl = `http://${PORTAL.address}:${PORTAL.port}`;
    await addNas(world, world.database, {
      ...{ siteId, slug: SLUG, name: "Chợ", kind: "opennds", portalSecret: KEY },
      addresses: ["10.98.0.2/32"],
      portalUrl: `${portalUrl}/${SLUG}`,
      loginOrigins: [`http://${GATEWAY}`],
    });
    rig = await openRig();
    const { DATABASE_URL, REDIS_URL, HIEN_SECRET } = world.settings;
    const programs = spawnPrograms(
      PROGRAMS,
      {
        ...{
          DATABASE_URL,
          REDIS_URL,
          HIEN_SECRET,
          HIEN_MODE: "demo",
          LOG_LEVEL: "silent",
          SMS_GATEWAY: "lab",
        },
        ...{ PORTAL_HOST: "0.0.0.0", PORTAL_PORT: String(PORTAL.port), PORTAL_URL: portalUrl },
      },
      rig.upstream,
    );
    await haveStarted(programs, PROGRAMS);
    await rig.start({ slug: SLUG, key: KEY });
  });
  afterAll(async () => {
    await rig?.close();
    await world?.close();
    await redis?.stop();
  });

  const formOn = ({ html, address }: Shown, end: string): Form => {
    const form = formsOf(html, address).find(({ action }) => action.endsWith(end));
    if (!form) throw new Error(`no form for ${end} at ${address}: ${html.slice(0, 400)}`);
    return form;
  };
  const fill = (page: Shown, end: string, fields: Record<string, string>): Promise<Shown> => {
    const form = formOn(page, end);
    return rig.browse(form.action, new URLSearchParams({ ...form.fields, ...fields }));
  };
  const atInternet = () => rig.browse(`http://${INTERNET}/`);
  const sessions = () =>
    world
      .database("sessions")
      .orderBy("started_at")
      .select("id", "subscriber_id", "down", "seconds", "ended_at", "end_cause");

  /** The latest session, once it is as a test says. */
  const latest = (expected: object) =>
    vi.waitFor(async () => {
      const session = (await sessions()).at(-1);
      expect(session).toMatchObject(expected);
      return session;
    }, SOON);

  /** Disconnects the device as the staff does; @returns its session */
  const takeOff = async () => {
    const open = await latest({ ended_at: null });
    const ref = { subscriberId: open.subscriber_id, sessionId: open.id };
    expect(await wishSession(world, ref, "end", "staff")).toBe(true);
    return latest({ id: open.id, end_cause: "Admin-Reset" });
  };

  it("sees the portal instead of the Internet", async () => {
    const page = await atInternet();
    expect(page.address).toMatch(new RegExp(`^http://${PORTAL.address}:${PORTAL.port}/${SLUG}\\?fas=`));
    expect(page.html).not.toContain("the Internet");
  });

  /** Goes with a grant nobody gave, although its proof is right. */
  const force = async (): Promise<Shown> => {
    const { address } = await atInternet();
    const fas = Buffer.from(new URL(address).searchParams.get("fas") ?? "", "base64").toString();
    const [, hid = ""] = /hid=([0-9a-f]{64})/.exec(fas) ?? [];
    const login = new URL(`http://${GATEWAY}/opennds_auth/`);
    login.searchParams.set("tok", proofOf(hid, KEY));
    login.searchParams.set("redir", `http://${INTERNET}/`);
    login.searchParams.set("custom", customOf({ loginId: "w-0123456789ab", password: "0123456789abcdef" }));
    return rig.browse(login.href);
  };

  const connect = (page: Shown): Promise<Shown> => fill(page, "/terms", { accept: "yes" });

  it("stays out with a grant nobody gave: the gateway asks the portal", async () => {
    expect((await rig.whileQuiet(force)).html).not.toContain("the Internet");
    const refused = () => world.database("traces").where({ outcome: "grant_unknown" }).select("login_id");
    await expect.poll(refused, SOON).toEqual([{ login_id: "w-0123456789ab" }]);
  });

  it("comes online through a number, a code and the terms", async () => {
    const online = await rig.whileQuiet(async () => {
      const code = await fill(await atInternet(), "/number", { phone: NUMBER });
      const sent = await inboxOf(world, `+84${NUMBER.slice(1)}`).codeAfter([], 10);
      const terms = await fill(code, "/code", { code: sent ?? "" });
      receivedBefore = await rig.received();
      return connect(terms);
    });
    expect(formOn(online, "/sign-out").method).toBe("POST");
    const page = await atInternet();
    expect(page.html).toContain("the Internet");
    shown += page.html.length;
  });

  it("is taken off when the staff disconnects it, with every octet counted", async () => {
    for (let times = 0; times < 10; times += 1) shown += (await atInternet()).html.length; // 2 MB
    // Nothing is downloaded while waiting: how much that were would hang on how long the machine takes.
    const closed = await takeOff();
    const received = (await rig.received()) - receivedBefore;
    await rig.untilCaptive();
    // openNDS counts packets as its firewall sees them on their way to the device: at least the pages in them, at most
    // all of every packet that arrived, which are those and the answer to the form that let the device in.
    expect(closed.down).toBeGreaterThan(shown);
    expect(closed.down).toBeLessThanOrEqual(received);
    // Of a full packet of 1,500 octets 52 are headers, and 50 kB are ample for the one page of the portal.
    expect(received).toBeLessThan((shown * 1_500) / 1_448 + 50_000);
  }, 40_000);

  // openNDS 9.10 lets a device in when it cannot run its BinAuth, as while somebody's ndsctl holds the lock.
  describe("that openNDS let in without asking", () => {
    it("is put out when nobody gave its grant", async () => {
      expect((await rig.whileBusy(force)).html).toContain("the Internet");
      await rig.untilCaptive();
      expect(await sessions()).toHaveLength(1);
    }, 40_000);

    it("is put out when its grant is good too, and comes online at the next try", async () => {
      const page = await rig.whileQuiet(atInternet);
      await rig.whileBusy(() => connect(page));
      await rig.untilCaptive();
      expect(await sessions()).toHaveLength(1);
      await rig.whileQuiet(async () => connect(await atInternet()));
      expect((await atInternet()).html).toContain("the Internet");
      await latest({ ended_at: null });
    }, 40_000);
  });
});

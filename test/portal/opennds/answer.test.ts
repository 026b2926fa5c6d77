import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueGrant } from "#access/grant/issue";
import { addNas } from "#access/nas/store";
import { nasBySlug } from "#access/nas/table";
import type { Program } from "#access/runtime/world";
import { refByNas } from "#access/session/find";
import { readSession } from "#access/session/live";
import { refill } from "#access/session/refill";
import { settle } from "#access/session/settle-live";
import { wishSession } from "#access/session/wish";
import { enrolByPhone, setStatus } from "#access/subscriber/store";
import { staffSentence } from "#access/trace/sentence";
import { listTraces, type StoredTrace } from "#access/trace/store";
import { customOf } from "#portal/dialects/opennds";
import { markOf } from "#portal/opennds/seal";
import { start as startDrain } from "#radius-server/drain/start";
import { OPEN } from "../../setup/policies.ts";
import { type House, openHouse } from "../house.ts";

const KEY = "a-faskey-of-the-tests-only";
const SLUG = "cho-opennds";
const NONCE = "0123456789abcdef0123456789abcdef";
const MIB = 1_024 * 1_024;

let house: House;
let people = 0;
beforeAll(async () => {
  house = await openHouse({
    policy: { ...OPEN, allowances: [{ of: "octets", per: "day", amount: 10 * MIB }], downKbps: 8_000 },
  });
  await addNas(house.world, house.world.database, {
    ...{ siteId: house.siteId, slug: SLUG, name: "Chợ 4", kind: "opennds", portalSecret: KEY },
    addresses: ["127.0.0.4/32"],
    loginOrigins: ["http://10.1.0.1:2050"],
  });
});
afterAll(() => house.close());

const post = (body: string, slug = SLUG) => house.visit(`/opennds/${slug}`, { method: "POST", body });

/** The answer to a letter, after its mark. */
const ask = async (rest: string): Promise<string> => {
  const text = `hien1 ${NONCE} ${rest}`;
  const { status, html } = await post(`${markOf(KEY, text)}\n${text}`);
  if (status !== 200) throw new Error(`answered ${status}`);
  const [mark, ...said] = html.split("\n");
  expect(mark).toBe(markOf(KEY, `${NONCE} ${said.join("\n")}`));
  return said.join("\n");
};

/** A device whose person has a grant. */
const arrive = async () => {
  people += 1;
  const mac = `02:aa:bb:cc:dd:0${people}`;
  const { world } = house;
  const nas = await nasBySlug(world, SLUG);
  if (!nas) throw new Error("no access point");
  const { id } = await enrolByPhone(world, {
    ...{ phone: `+8491234567${people}`, siteId: house.siteId, zone: nas.zone, locale: "vi" },
  });
  const issued = await issueGrant(world, {
    ...{ subscriberId: id, nas, mac, clientIp: "10.2.0.60", nasSessionId: null },
  });
  if (issued.kind !== "granted") throw new Error(issued.code);
  const session = async () => {
    const ref = await refByNas(world.redis, nas.id, "", issued.loginId);
    return ref && readSession(world.redis, ref);
  };
  return {
    subscriberId: id,
    mac,
    custom: customOf(issued),
    open: `open ${mac} 10.2.0.60 ${customOf(issued)}`,
    session,
  };
};

describe("a gateway that asks", () => {
  it("hears the limits of a device whose grant fits, once", async () => {
    const { open, session } = await arrive();
    expect(await ask(open)).toBe("0 0 8000 10240 10240");
    expect(await session()).toMatchObject({ address: "10.2.0.60", endedAt: null });
  });

  it("hears nothing of a grant for another device or of none", async () => {
    const { open, mac } = await arrive();
    expect(await ask(open.replace(mac, "02:aa:bb:cc:dd:ff"))).toBe("");
    expect(await ask(open.replace("10.2.0.60", "10.2.0.61"))).toBe("");
    const nobodys = customOf({ loginId: "w-0123456789ab", password: "0123456789abcdef" });
    expect(await ask(`open ${mac} 10.2.0.60 ${nobodys}`)).toBe("");
  });

  it("has its counters counted, and hears who has to leave when the allowance is used up", async () => {
    const { mac, custom, open, session } = await arrive();
    await ask(open);
    house.world.clock.advance(60);
    expect(await ask(`list\n${mac} ${custom} 1024 2048 60`)).toBe("");
    expect(await session()).toMatchObject({ up: MIB, down: 2 * MIB, seconds: 60 });
    house.world.clock.advance(300);
    expect(await ask(`list\n${mac} ${custom} 1024 9216 360`)).toBe(`deauth ${mac}`);
    expect(await ask(`end ndsctl_deauth ${mac} ${9 * MIB + 5} ${MIB} 361 ${custom}`)).toBe("");
    expect(await session()).toMatchObject({ down: 9 * MIB + 5, endedAt: house.world.now() });
  });

  it("hears that a device leaves whose end somebody wished, whose session is over, or whom nobody knows", async () => {
    const { mac, custom, open, session } = await arrive();
    await ask(open);
    const running = await session();
    if (!running) throw new Error("no session");
    await wishSession(house.world, running, "end", "staff");
    expect(await ask(`list\n${mac} ${custom} 0 0 1`)).toBe(`deauth ${mac}`);
    await ask(`end ndsctl_deauth ${mac} 0 0 2 ${custom}`);
    const others = `${mac} ${custom} 0 0 3\n02:aa:bb:cc:dd:fe none 0 0 3`;
    expect(await ask(`list\n${others}`)).toBe(`deauth ${mac}\ndeauth 02:aa:bb:cc:dd:fe`);
  });
});

describe("a device that had to leave by rules that changed since", () => {
  it("stays, and what was wished of it is written down as withdrawn", async () => {
    const { mac, custom, open, session, subscriberId } = await arrive();
    await ask(open);
    const { redis, database } = house.world;
    for (const [wish, cause] of [
      ["end", "quota_spent"],
      ["full", "staff"],
    ] as const) {
      await settle(redis, (await session())!, { what: "wish-anew", wish, cause }, house.world.now());
      expect(await ask(`list\n${mac} ${custom} 0 0 1`)).toBe("");
      expect((await session())?.wish).toBeNull();
    }
    const kept = await database("authorization_changes").where({ subscriber_id: subscriberId }).orderBy("id");
    expect(kept).toMatchObject([
      { wish: "end", cause: "quota_spent", answer: "withdrawn" },
      { wish: "full", cause: "staff", answer: "withdrawn" },
    ]);
  });
});

describe("what was decided for a gateway that asks", () => {
  let drain: Program;
  beforeAll(async () => {
    drain = await startDrain(house.world);
  });
  afterAll(() => drain.stop());

  /** The decisions about a device once as many were kept, oldest first. */
  const decisions = async (mac: string, count: number): Promise<StoredTrace[]> => {
    const wish = { by: { mac }, before: house.world.now() + 1, limit: 10 };
    await expect.poll(async () => (await listTraces(house.world.database, wish)).length).toBe(count);
    return (await listTraces(house.world.database, wish)).reverse();
  };
  const said = (decision: StoredTrace | undefined): string =>
    staffSentence({ ...(decision as StoredTrace), zone: "Asia/Ho_Chi_Minh" }).en;

  it("says of a device that stays out whose right it was and what did not fit", async () => {
    const { open, mac, subscriberId } = await arrive();
    const other = "02:aa:bb:cc:dd:f1";
    await ask(open.replace(mac, other));
    const nobodys = customOf({ loginId: "w-0123456789ab", password: "0123456789abcdef" });
    house.world.clock.advance(1);
    await ask(`open ${other} 10.2.0.60 ${nobodys}`);
    const [foreign, unknown] = await decisions(other, 2);
    expect(foreign).toMatchObject({ outcome: "other_device", subscriberId, sessionId: null });
    expect(foreign?.trace).toMatchObject({ code: 3, asked: { by: "letter", address: "10.2.0.60" } });
    expect(said(foreign)).toBe(`Refused: the grant was made for device ${mac}.`);
    expect(unknown).toMatchObject({ outcome: "grant_unknown", subscriberId: null });
  });

  it("says of a person the policy refuses why, and of one let in what the gateway was told", async () => {
    const { open, mac, subscriberId } = await arrive();
    const { world } = house;
    await setStatus(world.database, subscriberId, "blocked", null);
    await refill(world, [subscriberId]);
    expect(await ask(open)).toBe("");
    await setStatus(world.database, subscriberId, "active", null);
    await refill(world, [subscriberId]);
    world.clock.advance(1);
    await ask(open);
    const [refused, letIn] = await decisions(mac, 2);
    expect(said(refused)).toBe("Refused: the person is blocked.");
    expect(letIn).toMatchObject({ outcome: "ok", trace: { code: 2, limits: { downKbps: 8_000 } } });
  });
});

describe("a device that openNDS let in without asking, and that came online the right way afterwards", () => {
  it("stays online when the gateway tells the end of the first", async () => {
    const drain = await startDrain(house.world);
    const { mac, custom, open, session } = await arrive();
    await ask(open);
    await ask(`list\n${mac} ${custom} 0 0 1`);
    await expect
      .poll(() => house.world.database("sessions").where({ mac }).pluck("ended_at"))
      .toEqual([null]);
    const nobodys = customOf({ loginId: "w-0123456789ab", password: "0123456789abcdef" });
    await ask(`end ndsctl_deauth ${mac} 4096 4096 2 ${nobodys}`);
    expect(await session()).toMatchObject({ down: 0, endedAt: null });
    await drain.stop();
  });
});

describe("somebody who pretends to be a gateway", () => {
  it("is answered with nothing", async () => {
    const text = `hien1 ${NONCE} list\n`;
    expect(await post(`${markOf("another key", text)}\n${text}`)).toMatchObject({ status: 403, html: "" });
    expect(await post(text)).toMatchObject({ status: 403, html: "" });
    expect(await post("")).toMatchObject({ status: 403, html: "" });
    expect(await post(`${markOf(KEY, "shut")}\nshut`)).toMatchObject({ status: 400, html: "" });
    expect(await post("x".repeat(200_000))).toMatchObject({ status: 413, html: "" });
    expect(await post(text, "cho-uam")).toMatchObject({ status: 404, html: "" });
  });
});

import { createSocket } from "node:dgram";
import { once } from "node:events";
import { chromium } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { lastVerified } from "#access/device/remembered-store";
import { setSiteRules } from "#access/device/rules-store";
import type { Nas } from "#access/nas/nas";
import { addNas, listNas } from "#access/nas/store";
import { closeNasTable, nasBySlug } from "#access/nas/table";
import { announce } from "#access/notice/live";
import { refill } from "#access/session/refill";
import { setStatus } from "#access/subscriber/store";
import { firstTerms } from "#access/terms/first-terms";
import { publishTerms } from "#access/terms/store";
import { macText } from "#access/vendors/mac-text";
import { type NasKind, VENDORS } from "#access/vendors/vendors";
import { type Page, submit, visit } from "#lab/phone/browser";
import { alertOf, formsOf } from "#lab/phone/html";
import { inboxOf } from "#lab/phone/messages";
import { start as startPortal } from "#portal/start";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import type { Packet } from "#radius-server/protocol/packet";
import { freePort } from "../../bench/ports.ts";
import { type ChangeListener, changeListener } from "../radius-server/change-listener.ts";
import { type Gateway, gateway, reportRequest } from "../radius-server/gateway.ts";
import { type House, house } from "../radius-server/house.ts";
import { deviceRequest } from "../radius-server/mac-login/device.ts";
import { chromiumPath } from "../setup/chromium.ts";

const VENDOR_SPECIFIC = 26;

let home: House;
let portal: Awaited<ReturnType<typeof startPortal>>;
beforeAll(async () => {
  const port = await freePort();
  home = await house({
    realClock: true,
    settings: { PORTAL_PORT: port, PORTAL_URL: `http://127.0.0.1:${port}` },
  });
  await publishTerms(home.world.database, firstTerms, home.world.now());
  portal = await startPortal(home.world);
});
afterAll(async () => {
  await portal.stop();
  await closeNasTable(home.world);
  await home.close();
});

/** An access point that leads unknown devices to the portal, and its ears for changes. */
type Point = { readonly nas: Nas; readonly listener: ChangeListener; readonly wire: Gateway };

let points = 0;
const open: Point[] = [];
afterEach(() => {
  for (const { listener, wire } of open.splice(0)) {
    listener.close();
    wire.close();
  }
});

const point = async (kind: NasKind, more: Partial<Parameters<typeof addNas>[2]> = {}): Promise<Point> => {
  points += 1;
  const { world } = home;
  const listener = await changeListener();
  const { id } = await addNas(world, world.database, {
    ...{ siteId: home.nas.siteId, name: `Point ${points}`, kind, slug: `point-${points}` },
    ...{ addresses: ["127.0.0.1"], nasIdentifier: `point-${points}`, secret: listener.secret },
    ...{ coaAddress: "127.0.0.1", coaPort: listener.port, leadsBy: "to-portal" },
    ...more,
  });
  await announce(world.redis, { kind: "nas", id });
  const nas = (await listNas(world)).find((each) => each.id === id) as Nas;
  await expect.poll(async () => (await nasBySlug(world, nas.slug))?.id).toBe(id);
  const made = { nas, listener, wire: await gateway(nas) };
  open.push(made);
  return made;
};

/** The texts of a vendor's attributes in a packet. */
const said = (packet: Packet): string[] =>
  packet.all(VENDOR_SPECIFIC).map((value) => Buffer.from(value.subarray(6)).toString());

/** Where a device is led; undefined where it is not. */
const wayIn = (packet: Packet): string | undefined =>
  said(packet)
    .map((text) => /https?:\/\/\S+/.exec(text)?.[0])
    .find((url) => url !== undefined);

let devices = 0;
const newMac = (): string => {
  devices += 1;
  return `a8:00:00:00:01:${devices.toString(16).padStart(2, "0")}`;
};

/** What the NAS asks when a device joins; the server may not have heard of a new NAS yet. */
const joins = async ({ nas, wire }: Point, mac: string, nasSessionId: string): Promise<Packet> => {
  const notation = macText("AA-BB", mac);
  const wishes = { name: notation, calling: notation, pap: notation, callCheck: true, nasSessionId };
  return wire.askAgain(home.radius.authPort, deviceRequest(nas, wishes));
};

const send = (page: Page, end: string, filled: Readonly<Record<string, string>>): Promise<Page> => {
  const form = formsOf(page.html, page.address).find(({ action }) => action.endsWith(end));
  if (!form) throw new Error(`no form ends with ${end} on ${page.html}`);
  return submit(form, filled);
};

let people = 0;
/** A person signs in on the page they were led to. @returns the page they see then */
const signsIn = async (url: string): Promise<Page> => {
  people += 1;
  // each of another block of numbers, of which only so many are sent a code an hour
  const number = `091${String(2_000_000 + people * 10_007)}`;
  const first = await visit(url);
  const code = await send(first, "/number", { phone: number });
  const typed = await inboxOf(home.world, `+84${number.slice(1)}`).codeAfter([], 15);
  const terms = await send(code, "/code", { code: typed ?? "" });
  return send(terms, "/terms", { accept: "yes" });
};

const LEADING = (Object.keys(VENDORS) as NasKind[]).filter((kind) => VENDORS[kind].signIn === "led");

describe.each([...LEADING, "huawei"] as const)("a phone nobody knows at a %s access point", (kind) => {
  it("is led to the portal, signs in, and is online when the access point asks again", async () => {
    const at = await point(kind);
    const mac = newMac();
    const waiting = await joins(at, mac, "led-1");
    expect(waiting.code).toBe(CODE["Access-Accept"]);
    expect(waiting.u32(ATTRIBUTE["Session-Timeout"])).toBe(120);
    expect(waiting.u32(ATTRIBUTE["Termination-Action"])).toBe(1);
    const namesList = kind !== "huawei" && kind !== "h3c";
    expect(said(waiting).some((text) => text.includes("to-portal"))).toBe(namesList);
    const url = wayIn(waiting) ?? "";
    expect(url).not.toContain(mac.slice(-5));

    const page = await signsIn(url);
    expect(page.html).toContain('http-equiv="refresh"');
    await expect.poll(() => at.listener.heard.length).toBe(1);
    const heard = at.listener.heard[0]!;
    const again = VENDORS[kind].askAgain;
    expect(heard.code).toBe(CODE[again ? "CoA-Request" : "Disconnect-Request"]);
    expect(said(heard)).toEqual((again ?? []).map(({ value }) => Buffer.from(value).toString()));

    const accept = await joins(at, mac, "led-1");
    expect(accept.code).toBe(CODE["Access-Accept"]);
    expect(accept.count(ATTRIBUTE["Class"])).toBe(1);
    expect(wayIn(accept)).toBeUndefined();
    const online = await visit(page.address);
    expect(online.html).not.toContain('http-equiv="refresh"');
    expect(online.html).toContain("/sign-out");
  });
});

describe("the page of a led phone whose access point is to ask again", () => {
  it.each([true, false])(
    "turns by itself to that of who is online, with scripts: %s",
    async (javaScriptEnabled) => {
      const at = await point("cisco-wlc");
      const mac = newMac();
      const page = await signsIn(wayIn(await joins(at, mac, `turns-${javaScriptEnabled}`)) ?? "");
      const browser = await chromium.launch({
        executablePath: process.env["CHROMIUM"] ?? chromiumPath(),
        args: ["--no-sandbox", "--disable-gpu"],
      });
      const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 360, height: 740 } });
      const tab = await context.newPage();
      await tab.goto(page.address);
      await tab.waitForSelector('[role="status"]');
      await joins(at, mac, `turns-${javaScriptEnabled}`);
      await tab.waitForSelector('form[action$="/sign-out"]');
      await browser.close();
    },
    30_000,
  );
});

describe("what a led phone moves", () => {
  const doubts = (nasId: number) => home.world.database("reports_in_doubt").where({ nas_id: nasId });

  it("on its way to the portal is answered, charged to nobody, and nothing for staff to look into", async () => {
    const at = await point("cisco-wlc");
    const waiting = await joins(at, newMac(), "on-its-way");
    const tell = (classes: readonly Uint8Array[], nasSessionId: string) =>
      at.wire.ask(
        home.radius.acctPort,
        reportRequest(at.nas, { status: "Stop", nasSessionId, classes, up: 5, down: 6, seconds: 7 }),
      );
    expect((await tell(waiting.all(ATTRIBUTE["Class"]), "on-its-way")).code).toBe(
      CODE["Accounting-Response"],
    );
    await tell([], "of-nobody");
    await expect.poll(() => doubts(at.nas.id).pluck("session_id")).toEqual(["of-nobody"]);
  });

  it("after it signed in is its person's, also where its access point goes on sending the first Class", async () => {
    const at = await point("cisco-wlc");
    const mac = newMac();
    const nasSessionId = "first-class";
    const waiting = await joins(at, mac, nasSessionId);
    await signsIn(wayIn(waiting) ?? "");
    await joins(at, mac, nasSessionId);
    const classes = waiting.all(ATTRIBUTE["Class"]);
    const stop = { nasSessionId, classes, up: 300, down: 700, seconds: 1 };
    await at.wire.ask(home.radius.acctPort, reportRequest(at.nas, { status: "Stop", ...stop }));
    await expect
      .poll(() => home.world.database("sessions").where({ nas_id: at.nas.id }))
      .toEqual([expect.objectContaining({ mac, up: 300, down: 700 })]);
    expect(await doubts(at.nas.id)).toEqual([]);
  });

  it.each([
    ["its own Class", (_: Packet, accept: Packet) => accept.all(ATTRIBUTE["Class"])],
    ["the first Class", (waiting: Packet) => waiting.all(ATTRIBUTE["Class"])],
    ["no Class", () => []],
  ])(
    "before it signed in is not charged where its access point counts on, reported with %s",
    async (what, of) => {
      const at = await point("cisco-wlc");
      const mac = newMac();
      const nasSessionId = `counts-on-${what}`;
      const tell = (wishes: Omit<Parameters<typeof reportRequest>[1], "nasSessionId">) =>
        at.wire.ask(home.radius.acctPort, reportRequest(at.nas, { nasSessionId, ...wishes }));
      const waiting = await joins(at, mac, nasSessionId);
      const first = waiting.all(ATTRIBUTE["Class"]);
      await tell({ status: "Start", classes: first });
      await tell({ status: "Interim-Update", classes: first, up: 5_000, down: 50_000, seconds: 3_600 });
      await tell({ status: "Interim-Update", classes: first, up: 4_000, down: 40_000, seconds: 3_540 });
      await signsIn(wayIn(waiting) ?? "");
      const classes = of(waiting, await joins(at, mac, nasSessionId));
      await tell({ status: "Interim-Update", classes: first, up: 4_500, down: 45_000, seconds: 3_570 });
      await tell({ status: "Stop", classes, up: 5_300, down: 50_700, seconds: 3_601 });
      await expect
        .poll(() =>
          home.world.database("sessions").where({ nas_session_id: nasSessionId }).whereNotNull("ended_at"),
        )
        .toEqual([expect.objectContaining({ mac, up: 300, down: 700, seconds: 1 })]);
    },
  );
});

describe("a led phone that signed in", () => {
  it("is charged by what its access point reports, and is remembered", async () => {
    const at = await point("cisco-wlc");
    const mac = newMac();
    const nasSessionId = "led-charged";
    await signsIn(wayIn(await joins(at, mac, nasSessionId)) ?? "");
    const accept = await joins(at, mac, nasSessionId);
    const report = { nasSessionId, classes: accept.all(ATTRIBUTE["Class"]), eventAt: home.world.now() };
    const tell = (wishes: Parameters<typeof reportRequest>[1]) =>
      at.wire.ask(home.radius.acctPort, reportRequest(at.nas, wishes));
    await tell({ status: "Start", ...report });
    await tell({ status: "Stop", ...report, up: 1_000, down: 9_000, seconds: 1 });
    await expect
      .poll(() => home.world.database("sessions").where({ nas_session_id: nasSessionId }))
      .toEqual([expect.objectContaining({ mac, up: 1_000, down: 9_000 })]);
    await expect.poll(async () => (await lastVerified(home.world.database, mac)) !== undefined).toBe(true);
    const later = await joins(at, mac, "led-later");
    expect(wayIn(later)).toBeUndefined();
    expect(later.count(ATTRIBUTE["Class"])).toBe(1);
  });

  it("keeps its session when the access point asks about it anew", async () => {
    const at = await point("cisco-catalyst");
    const mac = newMac();
    await signsIn(wayIn(await joins(at, mac, "led-anew")) ?? "");
    const first = await joins(at, mac, "led-anew");
    const second = await joins(at, mac, "led-anew");
    expect(second.all(ATTRIBUTE["Class"])).toEqual(first.all(ATTRIBUTE["Class"]));
    await expect.poll(async () => (await lastVerified(home.world.database, mac)) !== undefined).toBe(true);
    const remembered = await joins(at, mac, "led-anew");
    expect(remembered.all(ATTRIBUTE["Class"])).toEqual(first.all(ATTRIBUTE["Class"]));
  });

  it("is let online also where nobody is remembered, and is led again the next time", async () => {
    const { world } = home;
    const { siteId } = home.nas;
    const forget = { rememberDays: 0, rememberPrivateDays: 0, quarantineVlan: null };
    await setSiteRules(world.database, siteId, forget);
    await announce(world.redis, { kind: "site", id: siteId });
    const at = await point("meraki");
    const mac = newMac();
    await signsIn(wayIn(await joins(at, mac, "led-once")) ?? "");
    const accept = await joins(at, mac, "led-once");
    expect(accept.count(ATTRIBUTE["Class"])).toBe(1);
    const classes = accept.all(ATTRIBUTE["Class"]);
    const stop = { nasSessionId: "led-once", classes, up: 1, down: 1, seconds: 1 };
    await at.wire.ask(home.radius.acctPort, reportRequest(at.nas, { status: "Stop", ...stop }));
    expect(wayIn(await joins(at, mac, "led-twice"))).toBeDefined();
    await setSiteRules(world.database, siteId, {
      rememberDays: null,
      rememberPrivateDays: null,
      quarantineVlan: null,
    });
    await announce(world.redis, { kind: "site", id: siteId });
  });
});

describe("a led phone whose person is blocked on the way", () => {
  it("is led again, and its person reads why on the portal", async () => {
    const { world } = home;
    const at = await point("aruba-instant");
    const mac = newMac();
    const page = await signsIn(wayIn(await joins(at, mac, "led-blocked")) ?? "");
    const person = await world.database("subscribers").orderBy("id", "desc").first("id");
    await setStatus(world.database, person.id, "blocked", "thử");
    await refill(world, [person.id]);
    await announce(world.redis, { kind: "subscriber", id: person.id });
    expect(wayIn(await joins(at, mac, "led-blocked"))).toBeDefined();
    const alert = async () => alertOf((await visit(page.address)).html);
    await expect.poll(alert).toBe("Số điện thoại đang tạm bị chặn.");
  });
});

describe("a phone nobody knows", () => {
  it("is rejected where the access point leads nobody", async () => {
    const at = await point("cisco-wlc", { leadsBy: null });
    const reply = await joins(at, newMac(), "not-led");
    expect(reply.code).toBe(CODE["Access-Reject"]);
  });

  it("is rejected where the family cannot be told the way", async () => {
    const at = await point("mikrotik");
    expect((await joins(at, newMac(), "cannot")).code).toBe(CODE["Access-Reject"]);
  });

  it("is led without the access point's names for it where the address has no room for them", async () => {
    const at = await point("cisco-wlc");
    const way = wayIn(await joins(at, newMac(), "y".repeat(120))) ?? "";
    expect(way.length).toBeLessThanOrEqual(247);
    expect((await visit(way)).status).toBe(200);
  });

  it("is rejected, and that counted, where the portal's address has no room at all", async () => {
    const at = await point("cisco-wlc", { portalUrl: `https://portal.example.net/${"x".repeat(200)}` });
    expect((await joins(at, newMac(), "no-room")).code).toBe(CODE["Access-Reject"]);
    await expect
      .poll(() => home.world.database("nas_faults").where({ nas_id: at.nas.id }).pluck("reason"))
      .toContain("portal-address-too-long");
  });

  it("is told to join anew where its address was sealed for another access point, or by nobody", async () => {
    const one = await point("cisco-wlc");
    const other = await point("cisco-wlc");
    const way = wayIn(await joins(one, newMac(), "elsewhere")) ?? "";
    const elsewhere = way.replace(one.nas.slug, other.nas.slug);
    expect((await visit(elsewhere)).status).toBe(403);
    expect((await visit(way.replace(/led=.{8}/, "led=AAAAAAAA"))).status).toBe(403);
    expect((await visit(`${home.world.settings.PORTAL_URL}/${one.nas.slug}?led=`)).status).toBe(403);
  });
});

describe("an access point that does not answer to being asked", () => {
  it("is counted for it, and the phone is let online when it asks by itself", async () => {
    const deaf = createSocket("udp4").bind(0, "127.0.0.1");
    await once(deaf, "listening");
    const at = await point("huawei", { coaPort: deaf.address().port });
    const mac = newMac();
    await signsIn(wayIn(await joins(at, mac, "deaf")) ?? "");
    expect((await joins(at, mac, "deaf")).count(ATTRIBUTE["Class"])).toBe(1);
    await expect
      .poll(() => home.world.database("nas_faults").where({ nas_id: at.nas.id }).pluck("reason"), {
        timeout: 30_000,
      })
      .toContain("not-asked-again");
    deaf.close();
  }, 40_000);
});

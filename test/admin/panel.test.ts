import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { raiseAlarm } from "#access/device/alarm-store";
import { FIRST_THING_ACCOUNT } from "#access/device/thing";
import { listThings, markThingSeen } from "#access/device/thing-store";
import { addKnocks } from "#access/nas/waiting-store";
import { tagOf } from "#access/redis/keys";
import type { Program } from "#access/runtime/world";
import { makeReady, refill } from "#access/session/refill";
import { start as startDrain } from "#radius-server/drain/start";
import { chromiumPath } from "../setup/chromium.ts";
import { NEW_PASSWORD, type Office, office } from "./desk.ts";
import { keepLogins } from "./logins.ts";
import { type Province, province } from "./province.ts";
import { report } from "./reports.ts";

const ARTEFACTS = "artefacts/panel";
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const WIDE = { width: 1280, height: 800 };
/** The narrowest phone that must do. */
const PHONE = { width: 360, height: 780 };
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

type Finding = {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
};

/** What axe calls serious or critical. The panel's own policy forbids foreign scripts, so axe comes in by evaluation. */
const seriousFindings = async (page: Page): Promise<string[]> => {
  const source = await import("node:fs").then(({ readFileSync }) => readFileSync(AXE, "utf8"));
  await page.evaluate(source);
  const violations = (await page.evaluate("axe.run().then(({ violations }) => violations)")) as Finding[];
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
};

const CAMERA = "00:11:22:aa:bb:cc";
const STRANGE_PHONE = "a2:bb:cc:dd:ee:99";

describe("the panel in a browser", () => {
  let at: Office;
  let browser: Browser;
  let page: Page;
  let there: Province;
  let drain: Program;
  const faults: string[] = [];
  beforeAll(async () => {
    await build({ root: "admin/panel", logLevel: "error" });
    mkdirSync(ARTEFACTS, { recursive: true });
    at = await office({ realClock: true });
    there = await province(at.world);
    const [nasId = 0] = there.nasIds;
    await keepLogins(at.world, [
      { nasId, outcome: "ok", subscriberId: there.personId, mac: "a2:bb:cc:dd:ee:01" },
      ...Array.from({ length: 10 }, () => ({ nasId, outcome: "blocked", subscriberId: there.personId })),
      { nasId: there.nasIds[9] ?? 0, outcome: "grant_used", subscriberId: there.personId },
      { nasId: there.nasIds[9] ?? 0, outcome: "grant_unknown", mac: STRANGE_PHONE },
      { nasId, outcome: "quarantine_missing", subscriberId: FIRST_THING_ACCOUNT, mac: CAMERA },
    ]);
    drain = await startDrain(at.world);
    browser = await chromium.launch({
      executablePath: process.env["CHROMIUM"] ?? chromiumPath(),
      args: FLAGS,
    });
    page = await browser.newPage({ viewport: WIDE, locale: "vi-VN", reducedMotion: "reduce" });
    page.setDefaultTimeout(10_000);
    page.on("pageerror", (fault) => faults.push(fault.message));
    page.on("console", (line) => {
      if (line.type() === "error" && !/status of (401|409)/.test(line.text())) faults.push(line.text()); // refusals are answers
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await drain?.stop();
    await at?.close();
  });

  const keep = (name: string) => page.screenshot({ path: `${ARTEFACTS}/${name}.png` });

  /** What is open, on a phone and wide, kept as pictures; brought into view where it lies deep. */
  const keepSizes = async (name: string, deep?: Locator): Promise<void> => {
    for (const [size, viewport] of [
      ["phone", PHONE],
      ["wide", WIDE],
    ] as const) {
      await page.setViewportSize(viewport);
      await deep?.scrollIntoViewIfNeeded();
      await keep(`${name}-${size}`);
    }
  };

  /** The page in both languages, on a phone and wide. */
  const keepAll = async (name: string, deep?: Locator): Promise<void> => {
    for (const language of ["EN", "VI"]) {
      await page.getByText(language, { exact: true }).click();
      await keepSizes(`${name}-${language.toLowerCase()}`, deep);
    }
  };

  it("asks for login and password in Vietnamese, with nothing serious for axe to find", async () => {
    await page.goto(at.admin.url);
    await page.getByRole("button", { name: "Tiếp tục" }).waitFor();
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await keepAll("sign-in");
  });

  it("says a wrong password in one sentence", async () => {
    await page.getByLabel("Tên đăng nhập").fill("admin");
    await page.getByRole("textbox", { name: "Mật khẩu" }).fill("wrong");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("Tên đăng nhập hoặc mật khẩu không đúng.").waitFor();
  });

  it("leads from the one-time password to one's own", async () => {
    await page.getByRole("textbox", { name: "Mật khẩu" }).fill(at.admin.firstPassword ?? "");
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Mật khẩu hiện tại" }).fill(at.admin.firstPassword ?? "");
    await page.getByRole("textbox", { name: "Mật khẩu mới", exact: true }).fill(NEW_PASSWORD);
    await page.getByRole("textbox", { name: "Gõ lại mật khẩu mới" }).fill(NEW_PASSWORD);
    await keep("new-password");
    await page.keyboard.press("Enter");
  });

  it("shows a picture to scan and opens with the first code", async () => {
    await page.getByRole("img", { name: "Mã QR" }).waitFor();
    await keep("enrol");
    expect((await seriousFindings(page)).join("\n")).toBe("");
    const secret = (await page.locator("code").textContent())?.replaceAll(" ", "") ?? "";
    await page.getByLabel("Mã 6 số").fill(at.codeOf(secret));
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Hiện tại" }).waitFor();
  });

  it("shows what happens now, worst first, with nothing serious for axe to find", async () => {
    await page.getByText("Cầu Hiền Lương – Bến Hải").first().waitFor();
    const rows = page.locator("li button[aria-expanded]");
    expect(await rows.first().textContent()).toContain("Cửa khẩu quốc tế Lao Bảo");
    expect(await rows.first().textContent()).toContain("Sai khoá bí mật");
    await rows.nth(1).press("Enter");
    await page.getByText("Cầu Hiền Lương – Bến Hải 2", { exact: true }).waitFor();
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await keepAll("now");
  });

  it("leads from what needs a look, and from an access point's line, to that access point", async () => {
    const drawer = page.getByRole("dialog", { name: "Cửa khẩu quốc tế Lao Bảo 1" });
    await page.getByRole("link", { name: "thiết bị dùng sai khoá bí mật" }).click();
    await drawer.getByText("sai khoá bí mật · 42 lần").waitFor();
    await page.goBack();
    await page.locator("li button[aria-expanded]").first().click();
    await page.getByRole("link", { name: "Cửa khẩu quốc tế Lao Bảo 1" }).click();
    await drawer.getByText("sai khoá bí mật · 42 lần").waitFor();
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "detached" });
    expect(new URL(page.url()).search).toBe("");
    await page.getByRole("link", { name: "Hiện tại" }).first().click();
    await page.getByText("Cầu Hiền Lương – Bến Hải").first().waitFor();
  });

  it("follows what happens without being asked", async () => {
    await at.world.database("sessions").update({ ended_at: at.world.database.fn.now() });
    await page.locator(".card", { hasText: "Đang trực tuyến" }).getByText("0", { exact: true }).waitFor();
    await at.world.database("sessions").where({ id: "0000000000000002" }).update({ ended_at: null });
    await page.locator(".card", { hasText: "Đang trực tuyến" }).getByText("1", { exact: true }).waitFor();
  });

  it("says of a device nobody is known by why it was refused", async () => {
    await page.getByRole("link", { name: "Người dùng" }).first().click();
    await page.getByLabel("Số điện thoại đầy đủ").fill("A2-BB-CC-DD-EE-99");
    await page.keyboard.press("Enter");
    await page.getByText("Từ chối: quyền vào không có hoặc đã quá 2 phút").waitFor();
    await page.getByText("Cửa khẩu quốc tế Lao Bảo 1").waitFor();
    expect(new URL(page.url())).toMatchObject({ pathname: "/people", search: "" });
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await keepSizes("explain-device");
  });

  it("finds a person by number, with the keyboard alone", async () => {
    await page.getByRole("link", { name: "Người dùng" }).first().press("Enter");
    const box = page.getByLabel("Số điện thoại đầy đủ");
    await keepAll("people");
    await box.fill("0912 345 678");
    await box.press("Enter");
    await page.getByRole("heading", { name: "••• ••• 678" }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/people/${there.personId}`);
  });

  it("says how the person stands in one sentence and shows the number only on demand", async () => {
    await page.getByText("Đang trực tuyến tại Thành cổ Quảng Trị, 1 thiết bị").waitFor();
    expect(await page.content()).not.toContain("912345678");
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await keepAll("person");
    await page.getByRole("button", { name: "Hiện số" }).click();
    await page.getByRole("heading", { name: "+84912345678" }).waitFor();
  });

  it("says why each login was decided so, and earlier ones when asked", async () => {
    const why = page.getByRole("region", { name: "Vì sao cho vào hay từ chối" });
    await why.getByText("Từ chối: quyền vào chỉ dùng một lần và đã được dùng.").waitFor();
    expect(await why.getByRole("listitem").count()).toBe(10);
    await why.getByRole("button", { name: "Xem trước đó" }).click();
    await why.getByText("Cho vào mạng, đủ tốc độ.").waitFor();
    expect(await why.getByRole("listitem").count()).toBe(12);
  });

  it("gives 1 GB more and the gauge grows", async () => {
    await page.getByRole("button", { name: "+1 GB" }).click();
    await page.getByText("1,6 GB / 3 GB hôm nay").waitFor();
  });

  it("shows what no link could have carried, and charges it once somebody is sure", async () => {
    const ref = { subscriberId: there.personId, sessionId: "0000000000000002" };
    await makeReady(at.world, tagOf(there.personId));
    await refill(at.world, [there.personId]);
    await report(at.world, ref, { up: 60_000_000, down: 900_000_000_000, seconds: 1_510 });
    await page.getByText("Tạm giữ 899 GB, chưa tính cho người này").waitFor();
    await page.getByText("thiết bị báo tổng đã gửi 60 MB, nhận 900 GB").waitFor();
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await keepAll("withheld", page.getByRole("button", { name: /^(Xác nhận và tính|Confirm and charge)$/ }));
    await page.getByRole("button", { name: "Xác nhận và tính" }).click();
    const sure = page.getByRole("dialog");
    await sure.getByText("Tính 899 GB này vào lượng đã dùng?").waitFor();
    await keepSizes("withheld-sure");
    await sure.getByRole("button", { name: "Xác nhận và tính" }).click();
    await page.getByText("Đã tính 899 GB.").waitFor();
    await page.getByText("chưa tính cho người này").waitFor({ state: "detached" });
    await page.getByText("901 GB / 3 GB hôm nay").waitFor();
    const entry = await at.world.database("audit").where({ action: "person.withheld-charged" }).first();
    expect(entry.detail).toMatchObject({ sessionId: ref.sessionId, up: 0, down: 899_460_000_000 });
  });

  it("blocks with a reason that the next reader sees", async () => {
    await page.getByRole("button", { name: "Chặn", exact: true }).click();
    await page.getByLabel("Lý do").fill("gửi thư rác");
    await keep("block");
    await page.keyboard.press("Enter");
    await page.getByText("Bị chặn: gửi thư rác").waitFor();
    await page.getByRole("button", { name: "Bỏ chặn" }).click();
    await page.getByRole("button", { name: "Chặn", exact: true }).waitFor();
  });

  it("changes a plan in people's units", async () => {
    await page.getByRole("link", { name: "Gói", exact: true }).first().click();
    await page.getByText("2 GB mỗi ngày").waitFor();
    await keepAll("plans");
    await page.getByRole("button", { name: "Sửa gói" }).first().click();
    await page.getByLabel("Bao nhiêu").first().fill("3");
    await keep("plan-form");
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await page.getByRole("button", { name: "Lưu" }).click();
    await page.getByText("3 GB mỗi ngày").waitFor();
    const plan = await at.world.database("plans").where({ id: there.planId }).first();
    expect(plan.policy.allowances[0]).toEqual({ of: "octets", per: "day", amount: 3_000_000_000 });
    expect(plan.policy.allowances[1]).toEqual({ of: "seconds", per: "day", amount: 21_600 });
  });

  it("takes in who sends RADIUS and is not registered, or lets it go", async () => {
    await page.getByRole("link", { name: "Điểm truy cập" }).first().click();
    const knocked = {
      firstSeenAt: at.world.now(),
      lastSeenAt: at.world.now(),
      code: 1,
      signed: true,
      count: 3,
    };
    await addKnocks(
      at.world.database,
      [
        { source: "203.0.113.80", nasIdentifier: "ben-xe-1", calledStation: "", ...knocked },
        { source: "203.0.113.81", nasIdentifier: "", calledStation: "", ...knocked },
      ],
      at.world.now(),
    );
    const room = page.getByRole("region", { name: "Đang chờ đăng ký" });
    await room.getByText("203.0.113.80").waitFor();
    await keepSizes("waiting-room");
    const stranger = room.locator(".rows > *", { hasText: "203.0.113.81" });
    await stranger.getByRole("button", { name: "Bỏ" }).click();
    await stranger.waitFor({ state: "detached" });
    await room.getByRole("button", { name: "Nhận" }).click();
    const dialog = page.getByRole("dialog");
    expect(await dialog.getByRole("textbox", { name: "Tên" }).inputValue()).toBe("ben-xe-1");
    await dialog.getByRole("combobox", { name: "Địa điểm" }).fill("ga dong hoi");
    await page.getByRole("option", { name: "Ga Đồng Hới" }).click();
    await dialog.getByRole("textbox", { name: "Khoá bí mật" }).fill("testing123");
    await dialog.getByRole("button", { name: "Nhận" }).click();
    await dialog.getByText("Khoá cần 22 đến 128 ký tự").waitFor();
    await keepSizes("waiting-accept");
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await dialog.getByRole("textbox", { name: "Khoá bí mật" }).fill("");
    await dialog.getByRole("button", { name: "Nhận" }).click();
    await page.getByRole("button", { name: "Tôi đã chép" }).click();
    await room.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "ben-xe-1" }).waitFor();
    const rows = await at.world.database("nas").where({ name: "ben-xe-1" });
    expect(rows).toMatchObject([{ nas_identifier: "ben-xe-1", kind: "generic" }]);
  });

  it("adds an access point and shows its secret once", async () => {
    await page.getByRole("link", { name: "Điểm truy cập" }).first().click();
    await page.getByText("203.0.113.77").waitFor();
    await keepAll("access-points");
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await page.getByRole("button", { name: "Thêm điểm truy cập" }).click();
    await page.getByRole("combobox", { name: "Địa điểm" }).fill("cho dong ha");
    await page.getByRole("option", { name: "Chợ Đông Hà" }).click();
    await page.getByRole("textbox", { name: "Tên" }).fill("Cổng sau");
    const kind = page.getByRole("combobox", { name: "Loại thiết bị" });
    await kind.fill("omada");
    await page.getByRole("option", { name: "TP-Link Omada" }).click();
    await page.getByText("Loại này không nhận lệnh thay đổi").waitFor();
    expect(await page.getByLabel("Cổng CoA").count()).toBe(0);
    await keep("add-without-changes");
    await kind.fill("cisco wlc");
    await page.getByRole("option", { name: "Cisco WLC (AireOS)" }).click();
    expect(await page.getByLabel("Cổng CoA").inputValue()).toBe("1700");
    await kind.fill("mikrotik");
    await page.getByRole("option", { name: "MikroTik" }).click();
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await page.getByLabel("Địa chỉ nguồn").fill("10.30.0.1");
    await page.getByLabel("Nơi trình duyệt").fill("http://10.30.0.1");
    await keep("add");
    await page.getByRole("dialog").getByRole("button", { name: "Thêm điểm truy cập" }).click();
    const secret = (await page.locator("pre").first().textContent()) ?? "";
    expect(secret).toMatch(/^[0-9a-z]{32}$/);
    await keep("secret");
    await page.getByRole("button", { name: "Tôi đã chép" }).click();
    await page.getByText("Cổng sau").first().waitFor();
    expect(await page.content()).not.toContain(secret);
  });

  it("asks what changes carry, and how they write a device's address where its kind is told one", async () => {
    await page.getByRole("button", { name: "Chợ Đông Hà 1" }).click();
    const settings = page.getByRole("region", { name: "Cài đặt" });
    const form = settings.getByRole("combobox", { name: "Cách viết MAC" });
    await settings.getByText("Để trống thì viết AA-BB-CC-DD-EE-01.").waitFor();
    await form.click();
    await page.getByRole("option", { name: "aabb.ccdd.ee01" }).click();
    await settings
      .getByRole("radiogroup", { name: "Message-Authenticator trong lệnh thay đổi" })
      .getByText("Gửi", { exact: true })
      .click();
    await keepSizes("mac-form", form);
    await settings.getByRole("button", { name: "Lưu" }).click();
    const kept = () => at.world.database("nas").where({ mac_form: "aabb.ccdd" });
    await expect.poll(kept).toMatchObject([{ signs_changes: true, stamps_changes: null }]);
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await page.keyboard.press("Escape");
    await settings.waitFor({ state: "hidden" });
  });

  it("shows one access point and what is wrong with it", async () => {
    await page.getByRole("button", { name: "Cửa khẩu quốc tế Lao Bảo 1" }).click();
    await page.getByText("sai khoá bí mật · 42 lần").waitFor();
    await page.getByText("Theo tài liệu của hãng, chưa thử trên thiết bị.").waitFor();
    await keep("access-point");
  });

  it("says why the latest logins there were decided so, to who asks", async () => {
    const why = page.getByRole("region", { name: "Vì sao cho vào hay từ chối" });
    expect(await why.getByRole("listitem").count()).toBe(0);
    await why.getByRole("button", { name: "Xem các lần đăng nhập" }).click();
    await why.getByText(STRANGE_PHONE).waitFor();
    await why.getByRole("link", { name: `Người dùng ${there.personId}` }).waitFor();
    expect(await why.getByRole("listitem").count()).toBe(2);
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await keepSizes("explain-access-point", why);
  });

  it("is told what one session can move there, whose octets it counts, and its MAC password", async () => {
    const settings = page.getByRole("region", { name: "Cài đặt" });
    await settings.getByLabel("Nhiều nhất một phiên tải được").fill("150");
    await settings.getByLabel("Đăng nhập lại sau").fill("1800");
    await settings.getByLabel("Cho phép xác thực lại").click();
    await settings.getByLabel("Địa chỉ nhận lệnh thay đổi").fill("10.20.5.1");
    await settings.getByLabel("Cổng CoA").fill("1700");
    expect(await settings.getByLabel("Cách viết MAC").count()).toBe(0); // MikroTik is told none
    await settings.getByText("Người dùng", { exact: true }).click();
    await settings.getByLabel("Địa chỉ sóng").fill("không phải MAC");
    await settings.getByRole("button", { name: "Lưu" }).click();
    await settings.getByText("Có dòng không phải là địa chỉ MAC.").waitFor();
    await settings.getByLabel("Địa chỉ sóng").fill("00-11-22-AA-BB-CC");
    await keepSizes("settings");
    await settings.getByRole("button", { name: "Lưu" }).click();
    await page.getByText("Đã lưu cài đặt.").last().waitFor();
    const row = () => at.world.database("nas").where({ id: there.nasIds[9] }).first();
    await expect
      .poll(row) // another access point's settings may have been said to be saved
      .toMatchObject({ fastest_kbps: 150_000, renew_every: 1_800, viewpoint: "client" });
    expect(await row()).toMatchObject({
      coa_address: "10.20.5.1",
      coa_port: 1_700,
      may_reauthenticate: true,
    });
    const login = page.getByRole("region", { name: "Đăng nhập bằng địa chỉ MAC" });
    await login.getByLabel("Mật khẩu chung", { exact: false }).fill("mot cho tat ca");
    await keepSizes("mac-password", login.getByRole("button", { name: "Đặt mật khẩu" }));
    await login.getByRole("button", { name: "Đặt mật khẩu" }).click();
    await login.getByText("Đã đặt mật khẩu chung").waitFor();
    expect(await page.content()).not.toContain("mot cho tat ca");
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await login.getByRole("button", { name: "Bỏ mật khẩu" }).click();
    await login.getByText("Chưa đặt").waitFor();
  });

  it("is told what its filters are called, and says what is sent where nothing is written", async () => {
    const settings = page.getByRole("region", { name: "Cài đặt" });
    const filters = settings.getByRole("group", { name: "Vai trò hoặc bộ lọc trên thiết bị (Filter-Id)" });
    await filters.getByText("Để trống thì gửi “government-only”.").waitFor();
    await filters.getByLabel("Phiên bình thường").fill("khách\u200b");
    await settings.getByRole("button", { name: "Lưu" }).click();
    await filters.getByText("Nhiều nhất 247 octet").waitFor();
    await filters.getByLabel("Phiên bình thường").fill(" khách ");
    await filters.getByLabel("Chỉ trang nhà nước").fill("chỉ-dịch-vụ-công");
    await keepSizes("filters", settings.getByLabel("Nhiều nhất một phiên tải được"));
    await settings.getByRole("button", { name: "Lưu" }).click();
    await expect
      .poll(async () => (await at.world.database("nas").where({ id: there.nasIds[9] }).first()).profile_names)
      .toEqual({ full: "khách", "government-only": "chỉ-dịch-vụ-công" });
    expect((await seriousFindings(page)).join("\n")).toBe("");
  });

  it("makes a RadSec key that is shown once, and asks for the last way in to stay", async () => {
    await page.getByText("Máy chủ chưa bật RadSec").waitFor();
    const radsec = page.getByRole("region", { name: "RADIUS qua TLS" });
    await radsec.getByLabel("Chỉ nhận qua TLS").check();
    await radsec.getByRole("button", { name: "Lưu" }).click();
    await page.getByText("nếu không thiết bị sẽ không còn đường vào").waitFor();
    await page.getByLabel("Danh tính khoá chia sẻ").fill("lao-bao-1");
    await page.getByRole("button", { name: "Tạo khoá", exact: true }).click();
    const key = (await page.locator("pre").nth(1).textContent()) ?? "";
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await keep("radsec-key");
    await page.getByRole("button", { name: "Tôi đã chép" }).click();
    await page.getByRole("button", { name: "Thu hồi khoá" }).waitFor();
    await radsec.getByRole("button", { name: "Lưu" }).click();
    await page.getByText("Đã lưu RadSec.").waitFor();
    await keep("radsec");
    expect(await page.content()).not.toContain(key);
    expect((await seriousFindings(page)).join("\n")).toBe("");
  });

  it("takes changes down its own connection, and is asked for no address then", async () => {
    const settings = page.getByRole("region", { name: "Cài đặt" });
    await settings.getByText("Kết nối TLS của nó", { exact: true }).click();
    expect(await settings.getByLabel("Địa chỉ nhận lệnh thay đổi").count()).toBe(0);
    await keepSizes("changes-by", settings.getByText("Đường gửi lệnh thay đổi"));
    await settings.getByRole("button", { name: "Lưu" }).click();
    await expect
      .poll(() => at.world.database("nas").where({ id: there.nasIds[9] }).first())
      .toMatchObject({ changes_by: "radsec", coa_address: "10.20.5.1" });
    await page.getByText("Kết nối TLS của nó", { exact: true }).nth(1).waitFor(); // among the facts as well
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await page.keyboard.press("Escape");
  });

  it("takes an access point out of use once somebody is sure", async () => {
    await page.getByRole("button", { name: "Cổng sau" }).click();
    await page.getByRole("button", { name: "Ngừng dùng" }).click();
    const question = page.getByRole("dialog").filter({ hasText: "Ngừng dùng hẳn điểm truy cập này?" });
    await question.waitFor();
    await keep("archive-access-point");
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await question.getByRole("button", { name: "Ngừng dùng" }).click();
    await page.getByText("Đã ngừng dùng Cổng sau.").waitFor();
    await page.getByRole("button", { name: "Cổng sau" }).waitFor({ state: "detached" });
    const row = await at.world.database("nas").where({ name: "Cổng sau" }).first();
    expect(row.archived_at).not.toBeNull();
  });

  it("adds a site in a commune, where access points can then stand", async () => {
    await page.getByRole("link", { name: "Địa điểm" }).click();
    await page.getByText("Phường Đông Hà").waitFor();
    await keepAll("places");
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await page.getByRole("button", { name: "Thêm địa điểm" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Tên" }).fill("Bến xe Đông Hà");
    await dialog.getByRole("combobox").fill("dong ha");
    await page.getByRole("option", { name: "Phường Đông Hà" }).click();
    await keep("place");
    await dialog.getByRole("button", { name: "Thêm địa điểm" }).click();
    await page.getByText("Đã thêm Bến xe Đông Hà.").waitFor();
    await page.getByRole("link", { name: "Điểm truy cập" }).last().click();
    await page.getByRole("button", { name: "Thêm điểm truy cập" }).click();
    await page.getByRole("combobox", { name: "Địa điểm" }).fill("ben xe");
    await page.getByRole("option", { name: "Bến xe Đông Hà – Phường Đông Hà" }).waitFor();
    await page.getByRole("button", { name: "Đóng" }).last().click();
  });

  it("renames a place and says what holds there, as its own or as the place above says", async () => {
    await page.getByRole("link", { name: "Địa điểm" }).click();
    await page.getByRole("searchbox").fill("dong ha");
    await page.getByRole("button", { name: "Bến xe Đông Hà" }).click();
    const name = page.getByRole("region", { name: "Tên và nơi trực thuộc" });
    await name.getByLabel("Tên").fill("Bến xe phía nam");
    await name.getByRole("button", { name: "Lưu" }).click();
    await page.getByText("Đã lưu Bến xe phía nam.").waitFor();
    const rules = page.getByRole("region", { name: "Quy định cho thiết bị" });
    expect(await rules.getByText("theo mức chuẩn").count()).toBe(3);
    await rules.getByRole("textbox", { name: "Nhớ máy (ngày)" }).fill("3");
    await keepSizes("place-rules");
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await rules.getByRole("button", { name: "Lưu" }).click();
    await page.getByText("Đã lưu quy định.").waitFor();
    expect(await rules.getByText("riêng", { exact: true }).count()).toBe(1);
    await page.keyboard.press("Escape");
    await page.getByText("có quy định riêng").waitFor();
  });

  it("takes a place out of use, but not while an access point stands there", async () => {
    const leave = async (place: string): Promise<void> => {
      await page.getByRole("button", { name: place }).click();
      await page.getByRole("button", { name: "Ngừng dùng" }).click();
      const sure = page.getByRole("dialog").filter({ hasText: "Ngừng dùng nơi này?" });
      await sure.getByRole("button", { name: "Ngừng dùng" }).click();
    };
    await leave("Chợ Đông Hà");
    await page.getByText("Nơi này còn 3 điểm truy cập.").waitFor();
    await keepSizes("place-in-use");
    await page.keyboard.press("Escape");
    await leave("Bến xe phía nam");
    await page.getByText("Đã ngừng dùng Bến xe phía nam.").waitFor();
    await page.getByRole("button", { name: "Bến xe phía nam" }).waitFor({ state: "detached" });
  });

  it("registers a camera, shows its alarm until somebody has seen it, and pins it", async () => {
    await page.getByRole("link", { name: "Thiết bị" }).first().click();
    await page.getByText("Chưa có thiết bị nào.").waitFor();
    await page.getByRole("button", { name: "Thêm thiết bị" }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel("Tên").fill("Camera ngã tư");
    await form.getByLabel("Địa chỉ MAC").fill("0011.22AA.BBCC");
    await form.getByRole("textbox", { name: "VLAN" }).fill("120");
    await keep("device-form");
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await form.getByRole("button", { name: "Thêm thiết bị" }).click();
    await page.getByText("00:11:22:aa:bb:cc").waitFor();
    const place = { nasId: there.nasIds[0] ?? 0, nasPortId: "Gi1/0/7", calledStationId: null };
    const { database } = at.world;
    const [thing] = await listThings(database);
    const seen = { thingId: thing?.id ?? 0, place, at: at.world.now() };
    await raiseAlarm(database, { ...seen, what: "elsewhere" });
    await markThingSeen(database, seen.thingId, place, seen.at);
    await page.getByText("Camera ngã tư vào mạng ở nơi khác").waitFor();
    await keepAll("devices");
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await page.getByRole("button", { name: "Các lần đăng nhập của Camera ngã tư" }).click();
    const why = page.getByRole("dialog");
    await why.getByText("Từ chối: thiết bị ở sai chỗ và nơi này chưa có VLAN cách ly.").waitFor();
    await keepSizes("explain-thing");
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await page.keyboard.press("Escape");
    await why.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Đã xem, tắt báo động" }).click();
    await page.getByText("Camera ngã tư vào mạng ở nơi khác").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Ghim" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Ghim" }).click();
    await page.getByText("ghim tại").waitFor();
    expect((await listThings(database))[0]?.pin).toEqual(place);
  });

  it("remembers every look and change", async () => {
    await page.getByRole("link", { name: "Nhật ký" }).first().click();
    await page.getByText("xem số điện thoại").waitFor();
    await page.getByText("thêm điểm truy cập").last().waitFor();
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await keepAll("audit");
  });

  it("adds staff with a password shown once, and switches them off", async () => {
    await page.getByRole("button", { name: "Tài khoản" }).click();
    await page.getByRole("menuitem", { name: "Cán bộ" }).click();
    await page.getByRole("button", { name: "Thêm cán bộ" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Tên đăng nhập" }).fill("quay.1");
    await dialog.getByRole("textbox", { name: "Họ tên" }).fill("Trần Thị B");
    await keep("staff-add");
    await dialog.getByRole("button", { name: "Thêm cán bộ" }).click();
    const password = (await page.locator("pre").nth(1).textContent()) ?? "";
    expect(password).toMatch(/^[0-9a-z]{20}$/);
    await page.getByRole("button", { name: "Tôi đã chép" }).click();
    const row = page.getByRole("listitem").filter({ hasText: "quay.1" });
    await row.getByText("Quầy").waitFor();
    expect(await page.content()).not.toContain(password);
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await keepAll("staff");
    await row.getByRole("button", { name: "Đổi vai trò" }).click();
    const roles = page.getByRole("dialog");
    await roles.getByRole("radio", { name: "Kỹ thuật mạng" }).check();
    expect((await seriousFindings(page)).join("\n")).toBe("");
    await keepSizes("staff-role");
    await roles.getByRole("button", { name: "Đổi vai trò" }).click();
    await row.getByText("Kỹ thuật mạng").waitFor();
    await row.getByRole("button", { name: "Tắt" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Tắt" }).click();
    await row.getByText("đã tắt").waitFor();
  });

  it("says that the last owner can neither be switched off nor get another role", async () => {
    const row = page.getByRole("listitem").filter({ hasText: "admin" });
    await row.getByRole("button", { name: "Tắt" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Tắt" }).click();
    await page.getByText("Đây là chủ quản cuối cùng").waitFor();
    await row.getByRole("button", { name: "Đổi vai trò" }).click();
    const roles = page.getByRole("dialog");
    await roles.getByRole("radio", { name: "Quầy" }).check();
    await roles.getByRole("button", { name: "Đổi vai trò" }).click();
    await roles.getByRole("alert").getByText("không đổi vai trò được").waitFor();
    await roles.getByRole("button", { name: "Thôi" }).click();
  });

  it("shows one's own sessions, and signs out", async () => {
    await page.getByRole("button", { name: "Tài khoản" }).click();
    await page.getByRole("menuitem", { name: "Tài khoản" }).click();
    await page.getByText("phiên này").waitFor();
    await keepAll("account");
    await page.getByRole("button", { name: "Tài khoản" }).click();
    await page.getByRole("menuitem", { name: "Đăng xuất" }).click();
    await page.getByRole("button", { name: "Tiếp tục" }).waitFor();
  });

  it("met no fault of a script and nothing its policy forbids", () => {
    expect(faults).toEqual([]);
  });
});

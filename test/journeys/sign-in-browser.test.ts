import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Nas } from "#access/nas/nas";
import type { DialectName } from "#access/vendors/vendor";
import { speaking } from "#lab/lab";
import { pretendMac } from "#lab/nas/association";
import { inboxOf } from "#lab/phone/messages";
import { chromiumPath } from "../setup/chromium.ts";
import { openProvince, type Province } from "./province.ts";

const SCREEN = { width: 360, height: 740 };
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PICTURES = "artefacts/sign-in";
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

let province: Province;
let browser: Browser;
let people = 0;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  province = await openProvince();
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? chromiumPath(),
    args: QUIET,
  });
}, 60_000);
afterAll(async () => {
  await browser.close();
  await province.close();
});

type Judgement = {
  readonly violations: readonly { id: string; impact: string; nodes: { html: string }[] }[];
  readonly passes: readonly unknown[];
};

/** What axe finds that keeps somebody out; needs scripts, so it is asked only where they run. */
const seriousFaults = async (page: Page): Promise<string[]> => {
  const found = await page.evaluate(`${AXE}; axe.run(document, { resultTypes: ["violations"] })`);
  const { violations, passes } = found as Judgement;
  if (passes.length === 0) throw new Error("axe looked at nothing");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
};

/** A phone's browser at the gateway of an access point. */
const openPhone = async (nas: Nas, scripts: boolean) => {
  people += 1;
  const attachment = await (await province.lab.nas(nas)).attach(pretendMac());
  const context = await browser.newContext({
    viewport: SCREEN,
    javaScriptEnabled: scripts,
    locale: "vi-VN",
  });
  const page = await context.newPage();
  const national = `09123400${String(people).padStart(2, "0")}`;
  const inbox = inboxOf(province.world, `+84${national.slice(1)}`);
  return { attachment, context, page, national, inbox };
};

type Look = (name: string) => Promise<void>;

/** Photographs a page and, where scripts run, lets axe judge it. */
const looker =
  (page: Page, label: string, scripts: boolean): Look =>
  async (name) => {
    await page.screenshot({ path: `${PICTURES}/${label}-${name}.png` });
    if (!scripts) return;
    expect(await seriousFaults(page), name).toEqual([]);
    expect(await page.locator("body").evaluate((body) => body.scrollWidth), name).toBeLessThanOrEqual(
      SCREEN.width,
    );
  };

const submit = (page: Page, action: string): Promise<void> =>
  page.locator(`form[action$="/${action}"] button[type="submit"]`).click();

/** Goes through the whole sign-in as a person does. */
const signIn = async (dialect: DialectName, scripts: boolean) => {
  const nas = speaking(province.lab.points, dialect)[people]!;
  const phone = await openPhone(nas, scripts);
  const { page, attachment, inbox, national, context } = phone;
  const look = looker(page, `${dialect}-${scripts ? "scripts" : "no-scripts"}`, scripts);
  await page.goto(attachment.gateway.origin);
  await look("1-number");
  await page.fill("[name=phone]", national);
  await submit(page, "number");
  await page.waitForSelector("[name=code]");
  await look("2-code");
  await page.fill("[name=code]", "000000");
  await submit(page, "code");
  await page.waitForSelector('[name=code][aria-invalid="true"], [role="alert"]');
  await look("3-wrong-code");
  await page.fill("[name=code]", (await inbox.codeAfter([], 15)) ?? "");
  await submit(page, "code");
  await page.waitForSelector('form[action$="/terms"]');
  await look("4-terms");
  if (await page.locator("[name=accept][type=checkbox]").count()) await page.check("[name=accept]");
  await submit(page, "terms");
  await page.waitForSelector('#handover button, form[action$="/sign-out"]');
  const handOver = page.locator("#handover button");
  if (!scripts && (await handOver.count())) {
    await look("5-hand-over");
    await handOver.click();
  }
  await page.waitForSelector('form[action$="/sign-out"]');
  await look("6-online");
  return { ...phone, context };
};

describe.each(["uam", "mikrotik", "generic"] as const)(
  "a browser of 360 × 740 at a %s access point",
  (dialect) => {
    it.each([
      ["without scripts", false],
      ["with scripts", true],
    ] as const)(
      "comes online %s, and signs out",
      async (_how, scripts) => {
        const { page, attachment, context } = await signIn(dialect, scripts);
        expect(attachment.session()?.standing().ended).toBeNull();
        expect(await context.cookies()).toEqual([]);
        await submit(page, "sign-out");
        await expect.poll(() => attachment.session()?.standing().ended).not.toBeNull();
        await context.close();
        await attachment.leave("User-Request");
      },
      60_000,
    );
  },
);

describe("the portal's first page", () => {
  it("is one request to one host, of at most 14 KB on the wire", async () => {
    const { page, attachment, context } = await openPhone(speaking(province.lab.points, "uam")[20]!, true);
    const sizes: number[] = [];
    const hosts = new Set<string>();
    page.on("requestfinished", async (request) => {
      const address = new URL(request.url());
      if (address.origin === attachment.gateway.origin || address.protocol === "data:") return;
      hosts.add(address.origin);
      sizes.push((await request.sizes()).responseBodySize);
    });
    await page.goto(attachment.gateway.origin, { waitUntil: "networkidle" });
    await expect.poll(() => sizes.length).toBe(1);
    expect([...hosts]).toEqual([province.portalUrl]);
    expect(sizes[0]).toBeLessThanOrEqual(14 * 1024);
    await context.close();
    await attachment.leave("User-Request");
  });

  it("reads in English for a phone that speaks English", async () => {
    const { attachment } = await openPhone(speaking(province.lab.points, "generic")[21]!, true);
    const context = await browser.newContext({ viewport: SCREEN, locale: "en-GB" });
    const page = await context.newPage();
    await page.goto(attachment.gateway.origin);
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    await looker(page, "english", true)("1-number");
    await context.close();
    await attachment.leave("User-Request");
  });
});

import { mkdirSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabProgram, start } from "#lab/start";
import { chromiumPath } from "../setup/chromium.ts";
import { openProvince, type Province } from "./province.ts";

const PICTURES = "artefacts/lab";

let province: Province;
let lab: LabProgram;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  province = await openProvince();
  lab = await start(province.world, { server: province.lab.server });
  const executablePath = process.env["CHROMIUM"] ?? chromiumPath();
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}, 60_000);
afterAll(async () => {
  await browser.close();
  await lab.stop();
  await province.close();
});

const photograph = (page: Page, name: string) => page.screenshot({ path: `${PICTURES}/${name}.png` });

/** Goes through the portal in the pretend phone's frame, the code read off its notification. */
const signIn = async (page: Page): Promise<void> => {
  const frame = page.frameLocator("#portal");
  await frame.locator("[name=phone]").fill(await page.inputValue("#number"));
  await frame.locator('form[action$="/number"] button').click();
  await page.locator("#sms").waitFor({ state: "visible" });
  await page
    .locator("#sms")
    .evaluate((node) => Promise.all(node.getAnimations().map(({ finished }) => finished)));
  await photograph(page, "2-message");
  const code = /#(\d+)/.exec((await page.textContent("#smstext")) ?? "")?.[1] ?? "";
  await frame.locator("[name=code]").fill(code);
  await frame.locator('form[action$="/code"] button').click();
  await frame.locator("[name=accept]").check();
  await frame.locator('form[action$="/terms"] button[type="submit"]').click();
  await frame.locator('form[action$="/sign-out"]').waitFor();
};

describe("the lab's page", () => {
  it("lets one join, sign in, surf until the plan slows, and leave", async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 960 }, locale: "vi-VN" });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("pageerror", (fault) => faults.push(fault.message));
    // that the portal may not take the focus inside a frame is no fault
    page.on("console", (message) => {
      if (message.type() === "error" && !message.text().includes("autofocus")) faults.push(message.text());
    });
    await page.goto(lab.url);
    await page.fill("#search", "phong trinh dien");
    await expect.poll(() => page.locator("#places li").count()).toBe(1);
    await photograph(page, "1-choose");
    await page.click("#go");
    await signIn(page);
    await page.locator('#state[data-state="full"]').waitFor();
    await page.fill("#speed", "100");
    await page.click("#surf");
    await expect
      .poll(() => page.locator("#spark .line").getAttribute("d"), { timeout: 10_000 })
      .toMatch(/L.*L.*L.*L.*L.*L/);
    await photograph(page, "3-surfing");
    await page.locator('#state[data-state="slow"]').waitFor({ timeout: 40_000 });
    await photograph(page, "4-slowed");
    await page.click('[data-lang="en"]');
    await expect.poll(() => page.textContent("#state")).toBe("Online, slowed");
    await photograph(page, "5-english");
    await page.click("#leave");
    await page.locator('#state[data-state="nobody"]').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  }, 90_000);
});

/* Succeeds when playwright-core has a Chromium of its own. */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

process.exitCode = existsSync(chromium.executablePath()) ? 0 : 1;

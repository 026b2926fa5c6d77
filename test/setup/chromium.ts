import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The Chromium of this machine: the one on the PATH, else the one playwright-core keeps (as on Ubuntu). */
export const chromiumPath = (): string => {
  const directories = (process.env["PATH"] ?? "").split(delimiter);
  const found = NAMES.flatMap((name) => directories.map((directory) => join(directory, name))).find(
    isProgram,
  );
  return found ?? chromium.executablePath();
};

import { type Logger, pino } from "pino";
import type { Settings } from "./settings.ts";

export type { Logger };

/** One JSON line an event; only the edges of a program log, and never a phone number, code, token or secret. */
export const logger = (program: string, settings: Pick<Settings, "LOG_LEVEL">): Logger =>
  pino({ name: program, level: settings.LOG_LEVEL, base: { pid: process.pid } });

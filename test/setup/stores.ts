import { dirname } from "node:path";

/** The instant a test world begins at: Monday 2026-11-23, 10:00 in Viet Nam. */
export const BEGINNING = Date.UTC(2026, 10, 23, 3);

/** Name of the migrated database the others are copied from. */
export const TEMPLATE = "hien_template";

/** The URL of another database on the same server. */
export const databaseUrl = (url: string, name: string): string => {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.toString();
};

/** The directory of the Unix socket a URL of one of our own servers names. */
export const socketDirectoryOf = (url: string): string =>
  url.startsWith("unix://")
    ? dirname(url.slice("unix://".length))
    : (new URL(url).searchParams.get("host") ?? "");

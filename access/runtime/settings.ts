import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { Failure } from "./failure.ts";

const port = (standard: number) => z.coerce.number().int().min(0).max(65_535).default(standard);
const host = z.string().min(1).default("127.0.0.1");
const url = (standard: string) => z.url().default(standard);

/** Secrets that came with an example or a demonstration; production refuses to start with one of them. */
export const KNOWN_SECRETS: readonly string[] = ["change-me", "demo-secret-of-this-machine-only-0123456789"];

/**
 * Every setting of the program. Each is an environment variable of the same name, or the same key in the YAML file
 * that `HIEN_CONFIG` names; the environment wins. Those in `SECRETS` may also be read from the file that
 * `<NAME>_FILE` names.
 */
export const settingsSchema = z
  .object({
    HIEN_MODE: z
      .enum(["production", "demo"])
      .default("production")
      .describe("`demo` allows the lab, demo data and the lab's SMS gateway"),
    HIEN_SECRET: z
      .string()
      .min(32)
      .describe(
        "master secret that seals phone numbers, NAS secrets and tokens; at least 32 characters; losing it loses them",
      ),
    DATABASE_URL: z.string().min(1).describe("PostgreSQL 15 or newer, `postgresql://…`"),
    REDIS_URL: z
      .string()
      .min(1)
      .describe(
        "Redis 7 or newer with AOF and `noeviction`: `redis://…`, `unix:///path`, `redis+sentinel://host:port,…/name` or `redis+cluster://host:port,…`",
      ),
    REDIS_REPLICAS: z.coerce
      .number()
      .int()
      .min(0)
      .max(5)
      .default(0)
      .describe(
        "replicas that must have a report before it is acknowledged; with Sentinel or Cluster 1 or more, so that a fail-over loses none",
      ),
    LOG_LEVEL: z
      .enum(["silent", "error", "warn", "info", "debug"])
      .default("info")
      .describe("how much is logged"),
    RADIUS_HOST: host.describe("address the RADIUS sockets bind"),
    RADIUS_AUTH_PORT: port(1812).describe("UDP port for Access-Request"),
    RADIUS_ACCT_PORT: port(1813).describe("UDP port for Accounting-Request"),
    RADIUS_WORKERS: z.coerce
      .number()
      .int()
      .min(1)
      .max(64)
      .default(1)
      .describe("processes that share the RADIUS ports; more than one where there are more than two cores"),
    RADIUS_REJECT_DELAY_MS: z.coerce
      .number()
      .int()
      .min(0)
      .max(60_000)
      .default(1_000)
      .describe(
        "shortest wait before an Access-Reject, ms; as much again at most comes by chance; 0 for none",
      ),
    RADIUS_NAS_RATE: z.coerce
      .number()
      .int()
      .min(0)
      .max(1_000_000)
      .default(5_000)
      .describe(
        "requests a second taken from one NAS, twice as many at once; what is beyond is dropped; 0 for any number",
      ),
    RADIUS_DEVICE_LOGINS: z.coerce
      .number()
      .int()
      .min(0)
      .max(100_000)
      .default(30)
      .describe("logins a minute taken from one device; what is beyond is dropped; 0 for any number"),
    FASTEST_SESSION_MBPS: z.coerce
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .default(2_000)
      .describe("Mbit/s one session can move; what a report claims beyond it is kept, shown and not charged"),
    RADSEC_HOST: host.describe("address the RadSec socket binds"),
    RADSEC_PORT: port(2083).describe("TCP port for RADIUS over TLS"),
    RADSEC_PSK: z
      .enum(["off", "on"])
      .default("off")
      .describe("`on` takes NAS with a pre-shared key over TLS"),
    RADSEC_CERT: z
      .string()
      .default("")
      .describe("our certificate and its chain, PEM; with the key and the CA it takes NAS with certificates"),
    RADSEC_KEY: z.string().default("").describe("private key of RADSEC_CERT, PEM"),
    RADSEC_CA: z
      .string()
      .default("")
      .describe("CA that signs the certificates of NAS, PEM; a CA for NAS alone"),
    PORTAL_HOST: host.describe("address the portal binds"),
    PORTAL_PORT: port(8080).describe("TCP port of the portal"),
    PORTAL_URL: url("http://127.0.0.1:8080").describe("address phones reach the portal at"),
    PORTAL_FRAME_ANCESTORS: z
      .string()
      .default("")
      .describe("origin that may show the portal in a frame; empty for none; the lab sets it"),
    PORTAL_LANDING_URL: url("https://dichvucong.gov.vn/").describe(
      "public online services, offered once a person is online",
    ),
    ADMIN_HOST: host.describe("address the panel binds"),
    ADMIN_PORT: port(8081).describe("TCP port of the panel"),
    ADMIN_URL: url("http://127.0.0.1:8081").describe("address staff reach the panel at"),
    LAB_HOST: z
      .enum(["127.0.0.1", "::1"])
      .default("127.0.0.1")
      .describe("loopback address the lab binds; it answers nowhere else"),
    LAB_PORT: port(8082).describe("TCP port of the lab"),
    SMS_GATEWAY: z
      .enum(["lab", "console", "http"])
      .default("console")
      .describe("how codes are sent: `lab` (pretend phone), `console` (log, demo only), `http` (generic)"),
    SMS_HTTP_URL: z.string().default("").describe("generic HTTP gateway: address that takes the message"),
    SMS_HTTP_TOKEN: z.string().default("").describe("generic HTTP gateway: bearer token"),
    SMS_HTTP_BODY: z
      .string()
      .default('{"to":"{to}","text":"{text}","id":"{id}"}')
      .describe("generic HTTP gateway: JSON body; {to}, {text} and {id} are filled in"),
    SMS_SENDER_NAME: z
      .string()
      .max(11)
      .default("QUANGTRI")
      .describe("brand name in the message, at most 11 characters"),
  })
  .strict();

/** The program's settings, checked and complete. */
export type Settings = z.infer<typeof settingsSchema>;

/** Settings that may come from a file named by `<NAME>_FILE`. */
export const SECRETS = [
  "HIEN_SECRET",
  "DATABASE_URL",
  "REDIS_URL",
  "SMS_HTTP_TOKEN",
  "RADSEC_CERT",
  "RADSEC_KEY",
  "RADSEC_CA",
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

const fromFile = (environment: Environment): Record<string, unknown> => {
  const path = environment["HIEN_CONFIG"];
  if (!path) return {};
  try {
    return (parse(readFileSync(path, "utf8")) ?? {}) as Record<string, unknown>;
  } catch (cause) {
    throw new Failure("settings_unreadable", { path }, { cause });
  }
};

const secretFiles = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    SECRETS.flatMap((name) => {
      const path = environment[`${name}_FILE`];
      if (!path) return [];
      try {
        return [[name, readFileSync(path, "utf8").trim()]];
      } catch (cause) {
        throw new Failure("settings_unreadable", { path }, { cause });
      }
    }),
  );

/** What is wrong across several settings at once; one sentence each. */
const contradictions = (settings: Settings): string[] => {
  const production = settings.HIEN_MODE === "production";
  return [
    production &&
      KNOWN_SECRETS.includes(settings.HIEN_SECRET) &&
      "HIEN_SECRET: is an example's secret; make your own with `openssl rand -base64 48`",
    production &&
      settings.SMS_GATEWAY !== "http" &&
      `SMS_GATEWAY: \`${settings.SMS_GATEWAY}\` shows codes to whoever reads the screen; in production name a real gateway`,
    settings.SMS_GATEWAY === "http" &&
      !URL.canParse(settings.SMS_HTTP_URL) &&
      "SMS_HTTP_URL: the `http` gateway needs the address to send to",
    new Set([settings.RADSEC_CERT, settings.RADSEC_KEY, settings.RADSEC_CA].map(Boolean)).size > 1 &&
      "RADSEC_CERT: RADSEC_CERT, RADSEC_KEY and RADSEC_CA belong together; give all three or none",
  ].filter((fault) => fault !== false);
};

/**
 * Reads the settings from an environment (and the files it names).
 *
 * @throws Failure `settings_invalid` whose field `faults` names every fault at once, one line each
 * @throws Failure `settings_unreadable` when a named file cannot be read
 */
export const readSettings = (environment: Environment): Settings => {
  const known = Object.keys(settingsSchema.shape);
  const given = Object.fromEntries(
    known.flatMap((name) =>
      environment[name] === undefined || environment[name] === "" ? [] : [[name, environment[name]]],
    ),
  );
  const parsed = settingsSchema.safeParse({
    ...fromFile(environment),
    ...secretFiles(environment),
    ...given,
  });
  const faults = parsed.success
    ? contradictions(parsed.data)
    : parsed.error.issues.map((issue) => `${issue.path.join(".") || "settings"}: ${issue.message}`);
  if (faults.length > 0 || !parsed.success)
    throw new Failure("settings_invalid", { faults: faults.join("\n") });
  return parsed.data;
};

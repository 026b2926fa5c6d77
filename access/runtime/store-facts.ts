import { KNOWN_SECRETS, type Settings } from "./settings.ts";

/** A store that did not answer, and why. */
type Silent = { readonly kind: "silent"; readonly reason: string };

/** What PostgreSQL says of itself. */
export type PostgresFacts =
  | Silent
  | {
      readonly kind: "answers";
      /** as in 150018 for 15.18 */
      readonly version: number;
      /** its clock minus ours, seconds */
      readonly ahead: number;
      /** demonstration access points that may still sign people in */
      readonly demoNas: number;
    };

/** What Redis says of itself. */
export type RedisFacts =
  | Silent
  | {
      readonly kind: "answers";
      /** as in "7.0.15" */
      readonly version: string;
      readonly ahead: number;
      readonly appendonly: boolean;
      /** absent where a hosted Redis does not tell */
      readonly appendfsync: string | undefined;
      readonly evicts: string;
    };

/** Everything the self-check looks at. */
export type StoreFacts = {
  readonly postgres: PostgresFacts;
  /** every Redis that takes writes: one, or the masters of a cluster */
  readonly redis: readonly RedisFacts[];
  /** octets left where the program lies */
  readonly freeDisk: number;
  readonly settings: Pick<Settings, "HIEN_MODE" | "HIEN_SECRET">;
};

/** One sentence each. */
export type Findings = { readonly faults: readonly string[]; readonly warnings: readonly string[] };

type Remark = { readonly fault: string } | { readonly warning: string } | undefined;
type Look = (facts: StoreFacts) => readonly Remark[];

const OLDEST_POSTGRES = 15;
const OLDEST_REDIS = 7;
const LARGEST_SKEW_SECONDS = 2;
const MEBIBYTE = 2 ** 20;
const LEAST_FREE = 256 * MEBIBYTE;
const LITTLE_FREE = 2048 * MEBIBYTE;

const when = (applies: boolean, fault: string): Remark => (applies ? { fault } : undefined);
const warnWhen = (applies: boolean, warning: string): Remark => (applies ? { warning } : undefined);

const skew = (store: string, ahead: number): Remark =>
  when(
    Math.abs(ahead) > LARGEST_SKEW_SECONDS,
    `The clock of ${store} is ${Math.abs(ahead).toFixed(1)} s ${ahead > 0 ? "ahead of" : "behind"} this machine's; let both follow the same time server.`,
  );

const lookAtPostgres: Look = ({ postgres, settings }) => {
  if (postgres.kind === "silent")
    return [{ fault: `PostgreSQL does not answer (${postgres.reason}); look at DATABASE_URL.` }];
  const major = Math.floor(postgres.version / 10_000);
  return [
    when(major < OLDEST_POSTGRES, `PostgreSQL is version ${major}; ${OLDEST_POSTGRES} or newer is needed.`),
    skew("PostgreSQL", postgres.ahead),
    when(
      settings.HIEN_MODE === "production" && postgres.demoNas > 0,
      `${postgres.demoNas} access points of the demonstration, whose secrets everybody knows, are enabled; disable them.`,
    ),
  ];
};

const lookAtOneRedis = (redis: RedisFacts): readonly Remark[] => {
  if (redis.kind === "silent")
    return [{ fault: `Redis does not answer (${redis.reason}); look at REDIS_URL.` }];
  const { version, appendonly, appendfsync, evicts } = redis;
  return [
    when(
      Number.parseInt(version, 10) < OLDEST_REDIS,
      `Redis is version ${version}; ${OLDEST_REDIS} or newer is needed.`,
    ),
    skew("Redis", redis.ahead),
    when(
      !appendonly,
      "Redis keeps no append-only file, so a restart would lose what was counted; set `appendonly yes`.",
    ),
    when(
      evicts !== "noeviction",
      `Redis may evict keys (\`${evicts}\`), and with them quotas; set \`maxmemory-policy noeviction\`.`,
    ),
    when(
      appendfsync === "no",
      "Redis leaves writing to the operating system; set `appendfsync always`, or at least `everysec`.",
    ),
    warnWhen(
      appendfsync === "everysec",
      "Redis writes to the disk once a second, so a power cut can lose a second of accounting; `appendfsync always` loses none.",
    ),
    warnWhen(
      appendfsync === undefined,
      "Redis does not tell how often it writes to the disk; see that it is `appendfsync always`.",
    ),
  ];
};

const lookAtRedis: Look = ({ redis }) => redis.flatMap(lookAtOneRedis);

const megabytes = (octets: number): string => `${Math.floor(octets / MEBIBYTE)} MiB`;

const lookAtDisk: Look = ({ freeDisk }) => [
  when(
    freeDisk < LEAST_FREE,
    `Only ${megabytes(freeDisk)} of disk are free; ${megabytes(LEAST_FREE)} are the least.`,
  ),
  warnWhen(freeDisk >= LEAST_FREE && freeDisk < LITTLE_FREE, `Only ${megabytes(freeDisk)} of disk are free.`),
];

const lookAtSecrets: Look = ({ settings }) => [
  when(
    settings.HIEN_MODE === "production" && KNOWN_SECRETS.includes(settings.HIEN_SECRET),
    "HIEN_SECRET came with an example; make your own with `openssl rand -base64 48`.",
  ),
];

const LOOKS: readonly Look[] = [lookAtPostgres, lookAtRedis, lookAtDisk, lookAtSecrets];

/** Several nodes may have the same fault. */
const once = (sentences: readonly string[]): string[] => [...new Set(sentences)];

/** What is wrong, and what might be better. */
export const judge = (facts: StoreFacts): Findings => {
  const remarks = LOOKS.flatMap((look) => look(facts));
  return {
    faults: once(remarks.flatMap((remark) => (remark && "fault" in remark ? [remark.fault] : []))),
    warnings: once(remarks.flatMap((remark) => (remark && "warning" in remark ? [remark.warning] : []))),
  };
};

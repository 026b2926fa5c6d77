import { LOADS, type LoadName, type Results } from "./rounds.ts";
import { type Summary, summaryOf } from "./summary.ts";
import type { Target } from "./target.ts";

/** Where it was measured, and how. */
export type Setting = {
  /** `2026-11-23` */
  readonly day: string;
  readonly machine: string;
  readonly software: string;
  readonly command: string;
  readonly subscribers: number;
  readonly live: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly inFlight: number;
  readonly appendfsync: string;
  /** how many others wanted a core before the run, on average of a minute */
  readonly othersWaiting: number;
  /** octets of Redis */
  readonly perSubscriber: number;
  readonly perSession: number;
};

type Name = Target["name"];

const NAMES: readonly Name[] = ["hien", "sql", "redis"];
const LABEL: Readonly<Record<Name, string>> = {
  hien: "Hiên",
  sql: "FreeRADIUS + SQL",
  redis: "FreeRADIUS + Redis",
};
const LOAD: Readonly<Record<LoadName, string>> = {
  logins: "logins",
  interims: "interim reports",
  sessions: "whole sessions",
  steady: "1,000 mixed/s",
  fast: "10,000 mixed/s",
};

const rounded = (number: number): string =>
  number.toLocaleString("en-US", { maximumSignificantDigits: number < 1000 ? 3 : 4, useGrouping: true });

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map((_, index) => (index === 0 ? "---" : "--:"))), ...rows.map(row)].join("\n");

const processes = (costs: Summary["costs"]): string =>
  Object.entries(costs)
    .map(([name, cpu]) => `${name} ${rounded(cpu)}`)
    .join(", ");

const speeds = (results: Results): string =>
  table(
    ["server", "load", "requests/s", "p50 ms", "p99 ms", "µs CPU a request", "of which", "lost", "wrong"],
    LOADS.flatMap((load) =>
      NAMES.flatMap((name) => {
        const found = summaryOf(results, name, load);
        return found
          ? [
              [
                LABEL[name],
                LOAD[load],
                rounded(found.perSecond),
                rounded(found.p50),
                rounded(found.p99),
                rounded(found.cost),
                processes(found.costs),
                String(found.lost),
                String(found.wrong),
              ],
            ]
          : [];
      }),
    ),
  );

const ratio = (results: Results, load: LoadName, peer: Name): number =>
  (summaryOf(results, "hien", load)?.perSecond ?? 0) /
  (summaryOf(results, peer, load)?.perSecond ?? Number.NaN);

type Goal = {
  readonly what: string;
  readonly goal: string;
  readonly reached: number;
  readonly isMet: boolean;
};

const atLeast = (what: string, goal: number, reached: number): Goal => ({
  what,
  goal: `≥ ${goal} ×`,
  reached,
  isMet: reached >= goal,
});

const atMost = (what: string, goal: number, unit: string, reached: number): Goal => ({
  what,
  goal: `≤ ${goal} ${unit}`,
  reached,
  isMet: reached <= goal,
});

/** The goals we set ourselves, and what was reached of each. */
const goals = (results: Results, setting: Setting): Goal[] => {
  const ours = (load: LoadName) => summaryOf(results, "hien", load);
  const million = (setting.perSubscriber * 1_000_000 + setting.perSession * 100_000) / 1e6;
  return [
    atLeast("logins/s against FreeRADIUS + SQL", 12, ratio(results, "logins", "sql")),
    atLeast("interim reports/s against FreeRADIUS + SQL", 5, ratio(results, "interims", "sql")),
    atLeast("whole sessions against FreeRADIUS + SQL", 10, ratio(results, "sessions", "sql")),
    atLeast("logins/s against FreeRADIUS + Redis", 1, ratio(results, "logins", "redis")),
    atLeast("interim reports/s against FreeRADIUS + Redis", 1, ratio(results, "interims", "redis")),
    atLeast("whole sessions against FreeRADIUS + Redis", 1, ratio(results, "sessions", "redis")),
    atMost("p99 at 10,000 mixed requests/s", 5, "ms", ours("fast")?.p99 ?? Number.NaN),
    atMost("CPU a login, all processes", 30, "µs", ours("logins")?.cost ?? Number.NaN),
    atMost(
      "PostgreSQL caught up after the load",
      1,
      "s",
      Math.max(...LOADS.map((load) => ours(load)?.caughtUp ?? 0)),
    ),
    atMost("memory of the RADIUS server at its peak", 150, "MB", results.resident["hien"] ?? Number.NaN),
    atMost("Redis for 1,000,000 subscribers and 100,000 sessions", 330, "MB", million),
  ];
};

const goalTable = (all: readonly Goal[]): string =>
  table(
    ["goal", "wanted", "reached", ""],
    all.map(({ what, goal, reached, isMet }) => [
      what,
      goal,
      rounded(reached),
      isMet ? "met" : "**not yet**",
    ]),
  );

const books = (results: Results): string =>
  table(
    ["server", "sessions", "octets acknowledged", "octets stored", "difference"],
    results.books.map(({ target, acknowledged, stored }) => {
      const said = acknowledged.up + acknowledged.down;
      const kept = stored && stored.up + stored.down;
      return [
        LABEL[target],
        rounded(acknowledged.sessions),
        said.toLocaleString("en-US"),
        kept?.toLocaleString("en-US") ?? "not in SQL",
        kept === undefined ? "–" : (kept - said).toLocaleString("en-US"),
      ];
    }),
  );

const memory = (results: Results, { perSubscriber, perSession }: Setting): string =>
  table(
    ["memory", "value"],
    [
      ...NAMES.map((name) => [
        `${LABEL[name]}: RADIUS server at its peak`,
        `${rounded(results.resident[name] ?? 0)} MB`,
      ]),
      ["Redis, a subscriber with counters of three periods", `${rounded(perSubscriber)} octets`],
      ["Redis, a live session with its grant, names and first counters", `${rounded(perSession)} octets`],
    ],
  );

/** The figures alone, for the terminal and the document. */
export const figures = (results: Results, setting: Setting): string =>
  [
    "## Goals and what was reached",
    goalTable(goals(results, setting)),
    "## Side by side",
    speeds(results),
    "## Nothing lost, nothing doubled",
    books(results),
    "## Memory",
    memory(results, setting),
  ].join("\n\n");

/** The whole document. */
export const documentOf = (results: Results, setting: Setting): string =>
  `# Performance

Measured on ${setting.day} with \`${setting.command}\` on ${setting.machine}. ${setting.software}. The machine carries the
load generator, the servers, Redis and PostgreSQL together, and drifts: only ratios inside one run mean anything. Before the
run it had a load of ${rounded(setting.othersWaiting)} by other work, and more or less of it during the run.

${setting.subscribers.toLocaleString("en-US")} subscribers drawn evenly, each with five past sessions;
${setting.live.toLocaleString("en-US")} sessions kept open for the interim reports; 16 NAS behind one address, 8 source ports;
${setting.inFlight} requests in flight; medians of ${setting.rounds} rounds of ${setting.seconds} s, the servers taking turns.
Redis writes its file with \`appendfsync ${setting.appendfsync}\`; PostgreSQL commits with its defaults
(\`synchronous_commit\` and \`fsync\` on). CPU is that of all processes until everything acknowledged is stored, without the
generator.

- **Hiên** does all of its work: the grant is opened and taken once, admission reads plan, quotas of four periods and other
  devices, the session and the ledger are written, the drain stores everything in PostgreSQL in a process of its own.
- **FreeRADIUS + SQL** is what RADIUS panels set up: check, reply and group tables, a daily counter over the accounting table,
  a row after each login, accounting by SQL; Debian's package, its own schema and queries, an index for the counter,
  statistics taken while sessions are open, its best number of threads.
- **FreeRADIUS + Redis** asks Redis once a request by a function and writes nothing to SQL: its stream is cut by length, so it
  is not safe; it shows what one Redis call costs at best.
- A steady rate that a server cannot serve fills the 2,048 requests a generator may have under way; what finds no room is lost.

${figures(results, setting)}
`;

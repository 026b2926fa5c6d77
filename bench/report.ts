import { goalTable, million } from "./goals.ts";
import type { Options } from "./options.ts";
import { LOADS, type LoadName } from "./plans.ts";
import type { Results } from "./rounds.ts";
import { measuredOn, type Setting } from "./setting.ts";
import { type Summary, summaryOf } from "./summary.ts";
import { rounded, table, times, whole } from "./tables.ts";
import type { Target } from "./target.ts";

type Name = Target["name"];

/** What is said of one run. */
export type Account = {
  readonly results: Results;
  readonly setting: Setting;
  readonly options: Options;
  /** octets of Redis */
  readonly perSubscriber: number;
  readonly perSession: number;
};

const NAMES: readonly Name[] = ["hien", "sql", "redis", "least"];
const LABEL: Readonly<Record<Name, string>> = {
  hien: "Hiên",
  sql: "FreeRADIUS + SQL",
  redis: "FreeRADIUS + Redis",
  least: "what decides nothing",
};
const LOAD: Readonly<Record<LoadName, string>> = {
  logins: "logins",
  interims: "interim reports",
  sessions: "whole sessions",
  steady: "1,000 mixed/s",
  fast: "10,000 mixed/s",
};

/** A steady load is answered as fast as it is asked, so its rate says nothing. */
const isSteady = (load: LoadName): boolean => load === "steady" || load === "fast";

const processes = (costs: Summary["costs"]): string =>
  Object.entries(costs)
    .map(([name, cpu]) => `${name} ${rounded(cpu)}`)
    .join(", ");

const speeds = ({ measured }: Results): string =>
  table(
    [
      "load",
      "server",
      "requests/s",
      "p50 ms",
      "p99 ms",
      "µs CPU a request",
      "of which",
      "generator",
      "lost",
      "wrong",
    ],
    LOADS.flatMap((load) =>
      NAMES.flatMap((name) => {
        const found = summaryOf(measured, name, load);
        if (!found) return [];
        const numbers = [found.perSecond, found.p50, found.p99, found.cost].map(rounded);
        const rest = [rounded(found.generator), whole(found.lost), whole(found.wrong)];
        return [[LOAD[load], LABEL[name], ...numbers, processes(found.costs), ...rest]];
      }),
    ),
    2,
  );

const ratios = ({ measured }: Results, one: Name, peers: readonly Name[]): string =>
  table(
    ["load", `${LABEL[one]} against`, "requests/s", "p50", "p99", "CPU a request"],
    LOADS.flatMap((load) =>
      peers.flatMap((name) => {
        const first = summaryOf(measured, one, load);
        const peer = summaryOf(measured, name, load);
        if (!first || !peer) return [];
        const of = (what: "perSecond" | "p50" | "p99" | "cost") => times(first[what] / peer[what]);
        return [
          [LOAD[load], LABEL[name], isSteady(load) ? "–" : of("perSecond"), of("p50"), of("p99"), of("cost")],
        ];
      }),
    ),
    2,
  );

const LEAST = `Beside them ran a server that decides nothing, on a Redis of its own with the same people. Of what Hiên does it does only
what nothing of this design could leave out: it receives and sends, checks and makes the authenticators with the same codec, reads grant
and person in one call for all that wait, and writes person, session and ledger record in another by the same scripts. It opens
no value, knows no policy, signs no Class, remembers no reply, limits nobody, and nothing of it goes to PostgreSQL.`;

/** What is left to gain, where it was measured. */
const least = ({ results, setting }: Account): readonly string[] =>
  results.measured.some(({ target }) => target === "least")
    ? [
        "## What decides nothing",
        measuredOn("npm run bench:radius -- --least", setting),
        LEAST,
        ratios(results, "least", ["sql", "redis", "hien"]),
      ]
    : [];

const books = (results: Results): string =>
  table(
    ["server", "sessions", "octets acknowledged", "octets stored", "difference"],
    results.books.map(({ target, acknowledged, stored }) => {
      const said = acknowledged.up + acknowledged.down;
      const kept = stored && stored.up + stored.down;
      const beside = kept === undefined ? ["not in SQL", "–"] : [whole(kept), whole(kept - said)];
      return [LABEL[target], whole(acknowledged.sessions), whole(said), ...beside];
    }),
  );

const memory = ({ results, perSubscriber, perSession }: Account): string =>
  table(
    ["memory", "value"],
    [
      ...NAMES.flatMap((name) => {
        const peak = results.resident[name];
        return peak === undefined
          ? []
          : [[`${LABEL[name]}: RADIUS server at its peak`, `${rounded(peak)} MB`]];
      }),
      ["Redis, a subscriber with counters of three periods", `${rounded(perSubscriber)} octets`],
      ["Redis, a live session with its names and first counters", `${rounded(perSession)} octets`],
      ["Redis, 1,000,000 of those and 100,000 of these", `${rounded(million(perSubscriber, perSession))} MB`],
    ],
  );

/** The figures alone, for the terminal and the document. */
export const figures = (account: Account): string => {
  const { results, perSubscriber, perSession } = account;
  return [
    "## Goals and what was reached",
    goalTable(results, million(perSubscriber, perSession)),
    "## Ratios",
    ratios(results, "hien", ["sql", "redis"]),
    "## Side by side",
    speeds(results),
    "## Nothing lost, nothing doubled",
    books(results),
    "## Memory",
    memory(account),
    ...least(account),
  ].join("\n\n");
};

/** The sections of the document. */
export const documentOf = (account: Account): string => {
  const { setting, options } = account;
  return `# Performance

${measuredOn("npm run bench:radius", setting)} The machine carries the load generator, the servers, Redis and
PostgreSQL together, and drifts: only ratios inside one run mean anything.

${whole(options.subscribers)} subscribers drawn evenly, each with five past sessions; ${whole(options.live)} sessions kept open for
the interim reports; 16 NAS behind one address, 8 source ports for each port of a server; ${options.inFlight} requests in flight; medians
of ${options.rounds} rounds of ${options.seconds} s after one that does not count, the servers taking turns.
Redis writes its file with \`appendfsync ${options.appendfsync}\`; PostgreSQL commits with its defaults
(\`synchronous_commit\` and \`fsync\` on). CPU is that of all processes until everything acknowledged is stored, without the
generator, whose own stands beside. It checks both authenticators of every reply.

- **Hiên** (${options.workers === 1 ? "one process" : `${options.workers} processes on the same ports`}) does all of its work: the grant is opened and taken once, admission reads plan, quotas of four periods and other
  devices, the session and the ledger are written, the drain stores everything in PostgreSQL in a process of its own.
- **FreeRADIUS + SQL** is what RADIUS panels set up: check, reply and group tables, a daily counter over the accounting table,
  a row after each login, accounting by SQL; Debian's package, its own schema and queries, an index for the counter,
  statistics taken while sessions are open, its best number of threads.
- **FreeRADIUS + Redis** asks Redis once a request by a function and writes nothing to SQL: its stream is cut by length, so it
  is not safe; it shows what one Redis call costs at best.
- At a steady rate latency counts from when a request was due; the generator's clock ticks once a millisecond, and it may
  leave so much later uncounted. A rate that a server cannot serve leaves requests without a place among the 2,048 that may
  be under way towards each port, or without an answer to go on from: these are lost.

${figures(account)}
`;
};

import type { Knex } from "knex";
import { FIRST_THING_ACCOUNT } from "../device/thing.ts";
import { bigints, instants, macs, texts } from "../postgres/columns.ts";
import { NO_WRITE, type Statement, type Write, writing } from "../postgres/connection.ts";
import { instant } from "../postgres/instant.ts";
import { readTrace, type Trace } from "./trace.ts";

/** A decision to be kept; `trace` is what `traceText` made. */
export type NewTrace = {
  /** epoch ms */
  readonly at: number;
  /** which record of the ledger stream it came by */
  readonly entry: string;
  readonly subscriberId: number | null;
  readonly nasId: number;
  readonly siteId: number | null;
  readonly mac: string | null;
  readonly loginId: string | null;
  readonly sessionId: string | null;
  /** `ok` or the code of the check that decided */
  readonly outcome: string;
  readonly trace: string;
};

const STORE: Statement = {
  name: "traces-store",
  text: `insert into traces (at, entry, subscriber_id, nas_id, site_id, mac, login_id, session_id, outcome, trace)
    select unnest($1::timestamptz[]), unnest($2::text[]), unnest($3::bigint[]), unnest($4::bigint[]),
      unnest($5::bigint[]), unnest($6::macaddr[]), unnest($7::text[]), unnest($8::text[]), unnest($9::text[]),
      unnest($10::text[])`,
};

/** Keeps decisions; whoever stores them sees to it that each is stored once. */
export const storeTraces = (traces: readonly NewTrace[]): Write => {
  if (traces.length === 0) return NO_WRITE;
  return writing(STORE, [
    instants(traces, ({ at }) => at),
    texts(traces, ({ entry }) => entry),
    bigints(traces, ({ subscriberId }) => subscriberId),
    bigints(traces, ({ nasId }) => nasId),
    bigints(traces, ({ siteId }) => siteId),
    macs(traces, ({ mac }) => mac ?? ""),
    texts(traces, ({ loginId }) => loginId),
    texts(traces, ({ sessionId }) => sessionId),
    texts(traces, ({ outcome }) => outcome),
    texts(traces, ({ trace }) => trace),
  ]);
};

/** A decision as it is kept. */
export type StoredTrace = Omit<NewTrace, "trace"> & { readonly trace: Trace };

/** Whose decisions are wanted; the newest come first. */
export type TraceWish = {
  readonly by: { readonly subscriberId: number } | { readonly mac: string } | { readonly nasId: number };
  /** epoch ms: only those before it */
  readonly before: number;
  /** how many; all those of the last one's instant come as well, so that none is lost between two pages */
  readonly limit: number;
};

/** Decisions at hand: those about a person, about a NAS, or about a device, let in or refused. */
const FOUND: Readonly<Record<"subscriberId" | "nasId" | "mac", string>> = {
  subscriberId: "select * from traces where subscriber_id = :value and at < :before",
  nasId: "select * from traces where nas_id = :value and at < :before",
  // whoever was let in with a device has it among their devices
  mac: `select * from traces
         where mac = :value::macaddr and (outcome <> 'ok' or subscriber_id >= ${FIRST_THING_ACCOUNT}) and at < :before
        union all
        select t.* from devices d join traces t on t.subscriber_id = d.subscriber_id and t.mac = d.mac
         where d.mac = :value::macaddr and t.outcome = 'ok' and t.at < :before`,
};

/** The latest decisions about a person, a device or a NAS. */
export const listTraces = async (
  database: Knex,
  { by, before, limit }: TraceWish,
): Promise<StoredTrace[]> => {
  const [kind, value] = Object.entries(by)[0] as [keyof typeof FOUND, string | number];
  const { rows } = await database.raw<{ rows: (Omit<StoredTrace, "trace"> & { trace: string })[] }>(
    `select at, entry, subscriber_id as "subscriberId", nas_id as "nasId", site_id as "siteId", mac,
            login_id as "loginId", session_id as "sessionId", outcome, trace
       from (select * from (${FOUND[kind]}) found
              order by at desc fetch first :limit rows with ties) latest
      order by at desc, entry desc`,
    { value, before: instant(before), limit },
  );
  return rows.map((row) => ({ ...row, trace: readTrace(row.trace) }));
};

import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import type { Trace } from "./trace.ts";

/** A decision to be kept; `trace` is what `traceText` made. */
export type NewTrace = {
  /** epoch ms */
  readonly at: number;
  /** tag and stream id of the ledger entry it came by */
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

/** Keeps decisions, each once however often it is tried. */
export const storeTraces = async (transaction: Knex, traces: readonly NewTrace[]): Promise<void> => {
  if (traces.length === 0) return;
  const column = (read: (trace: NewTrace) => string | number | null) => traces.map(read) as string[];
  await transaction.raw(
    `insert into traces (at, entry, subscriber_id, nas_id, site_id, mac, login_id, session_id, outcome, trace)
     select * from unnest(?::timestamptz[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::macaddr[], ?::text[],
        ?::text[], ?::text[], ?::jsonb[])
     on conflict do nothing`,
    [
      column(({ at }) => instant(at)),
      column(({ entry }) => entry),
      column(({ subscriberId }) => subscriberId),
      column(({ nasId }) => nasId),
      column(({ siteId }) => siteId),
      column(({ mac }) => mac),
      column(({ loginId }) => loginId),
      column(({ sessionId }) => sessionId),
      column(({ outcome }) => outcome),
      column(({ trace }) => trace),
    ],
  );
};

/** A decision as it is kept. */
export type StoredTrace = Omit<NewTrace, "trace"> & { readonly trace: Trace };

/** Whose decisions are wanted; the newest come first. */
export type TraceWish = {
  readonly by: { readonly subscriberId: number } | { readonly mac: string } | { readonly nasId: number };
  /** epoch ms: only those before it */
  readonly before: number;
  readonly limit: number;
};

const COLUMN = { subscriberId: "subscriber_id", mac: "mac", nasId: "nas_id" } as const;
const CAST = { subscriberId: "bigint", mac: "macaddr", nasId: "bigint" } as const;

/** The latest decisions about a person, a device or a NAS. */
export const listTraces = async (
  database: Knex,
  { by, before, limit }: TraceWish,
): Promise<StoredTrace[]> => {
  const [kind, value] = Object.entries(by)[0] as [keyof typeof COLUMN, string | number];
  const { rows } = await database.raw<{ rows: StoredTrace[] }>(
    `select at, entry, subscriber_id as "subscriberId", nas_id as "nasId", site_id as "siteId", mac,
            login_id as "loginId", session_id as "sessionId", outcome, trace
       from traces
      where ${COLUMN[kind]} = cast(:value as ${CAST[kind]}) and at < :before
      order by at desc, entry desc
      limit :limit`,
    { value, before: instant(before), limit },
  );
  return rows;
};

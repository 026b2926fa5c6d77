import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import { tagOf } from "../redis/keys.ts";
import type { SessionRef } from "../session/ticket.ts";
import { unpackPage } from "./entry.ts";
import { AT, isReport, type Placed } from "./record.ts";

/** A session, and when its reports came: epoch ms, both included. */
export type ReportedSession = SessionRef & { readonly from: number; readonly to: number };

type StoredPage = { readonly stream: number; readonly entry: string; readonly at: number; page: Buffer };

/** Pages read at once: some megabytes where they are full. */
const AT_ONCE = 500;
/** The reports of one page came within moments of one another, ms. */
const WITHIN_MS = 60_000;

/** Pages that cover a time, from after a place on, oldest first. */
const pagesAfter = async (
  database: Knex,
  streams: readonly number[],
  { from, to }: ReportedSession,
  after: Pick<StoredPage, "stream" | "entry" | "at">,
): Promise<StoredPage[]> => {
  const { rows } = await database.raw<{ rows: StoredPage[] }>(
    `select stream, entry, received_at as at, page from ledger
      where stream = any(:streams) and received_at between :earliest and :to and last_received_at >= :from
        and (received_at, stream, entry) > (:at, :stream, :entry)
      order by received_at, stream, entry
      limit :limit`,
    {
      ...{ streams, from: instant(from), to: instant(to), earliest: instant(from - WITHIN_MS) },
      ...{ at: instant(after.at), stream: after.stream, entry: after.entry, limit: AT_ONCE },
    },
  );
  return rows;
};

const reportsIn = ({ stream, entry, page }: StoredPage, session: ReportedSession): Placed[] =>
  [...(unpackPage(page) ?? []).entries()]
    .filter(
      ([, record]) =>
        record[AT.sessionId] === session.sessionId &&
        record[AT.subscriberId] === session.subscriberId &&
        record[AT.receivedAt] >= session.from &&
        record[AT.receivedAt] <= session.to &&
        isReport(record),
    )
    .map(([place, record]) => ({ name: `${stream}:${entry}:${place}`, record }));

/**
 * All reports of a session that came in a time, as the NAS sent them and as they were counted, in the order they came:
 * the proof of what was charged. Reads every page of that time, so it takes seconds for a busy month.
 */
export const reportsOf = async (database: Knex, session: ReportedSession): Promise<Placed[]> => {
  // Everybody's are in the first stream where Redis is no cluster.
  const streams = [...new Set([0, tagOf(session.subscriberId)])];
  const found: Placed[] = [];
  let last = { at: session.from - WITHIN_MS - 1, stream: 0, entry: "" };
  for (;;) {
    const pages = await pagesAfter(database, streams, session, last);
    found.push(...pages.flatMap((page) => reportsIn(page, session)));
    const end = pages.at(-1);
    if (!end || pages.length < AT_ONCE) return found;
    last = end;
  }
};

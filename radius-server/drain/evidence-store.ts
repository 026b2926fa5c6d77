import { type LedgerRecord, packPage, pageOfFields } from "#access/ledger/entry";
import { AT, isReport, type Placed } from "#access/ledger/record";
import { bigints, instants, octets, texts } from "#access/postgres/columns";
import { NO_WRITE, type Statement, type Write, writing } from "#access/postgres/connection";
import { type Page, placed } from "./page.ts";

const PAGES: Statement = {
  name: "ledger-pages",
  text: `insert into ledger (stream, entry, received_at, last_received_at, page)
    select unnest($1::bigint[]), unnest($2::text[]), unnest($3::timestamptz[]), unnest($4::timestamptz[]),
      unnest($5::bytea[])
    on conflict do nothing`,
};

/** A page with the time it covers, epoch ms. */
type Evidence = { readonly page: Page; readonly from: number; readonly to: number };

/** When an entry was written by Redis's clock, epoch ms. */
const writtenAt = ({ id }: Page): number => Number(id.split("-")[0]);

/** A page is evidence where it holds a report; one that cannot be read is kept for whoever can. */
const evidenceIn = (page: Page): Evidence[] => {
  if (!page.isReadable) return [{ page, from: writtenAt(page), to: writtenAt(page) }];
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  for (const record of page.records) {
    if (!isReport(record)) continue;
    from = Math.min(from, record[AT.receivedAt]);
    to = Math.max(to, record[AT.receivedAt]);
  }
  return to > 0 ? [{ page, from, to }] : [];
};

const withoutTrace = (record: LedgerRecord): LedgerRecord =>
  record.with(AT.trace, "") as unknown as LedgerRecord;

/** The page as it came; why logins were decided as they were is kept for a month only, so it stays out of evidence. */
const octetsOf = ({ page }: Evidence): Buffer =>
  page.records.some((record) => record[AT.trace] !== "")
    ? packPage(page.records.map(withoutTrace))
    : pageOfFields(page.fields);

/** Keeps what was reported as it was reported. */
export const storeEvidence = (pages: readonly Page[]): Write => {
  const evidence = pages.flatMap(evidenceIn);
  if (evidence.length === 0) return NO_WRITE;
  return writing(PAGES, [
    bigints(evidence, ({ page }) => page.stream),
    texts(evidence, ({ page }) => page.id),
    instants(evidence, ({ from }) => from),
    instants(evidence, ({ to }) => to),
    octets(evidence, octetsOf),
  ]);
};

const DOUBTS: Statement = {
  name: "ledger-doubts",
  text: `insert into reports_in_doubt (entry, subscriber_id, session_id, nas_id, kind, at, received_at, up, down, seconds,
      said_at, claimed_up, claimed_down, claimed_seconds)
    select unnest($1::text[]), unnest($2::bigint[]), unnest($3::text[]), unnest($4::bigint[]), unnest($5::text[]),
      unnest($6::timestamptz[]), unnest($7::timestamptz[]), unnest($8::bigint[]), unnest($9::bigint[]),
      unnest($10::bigint[]), unnest($11::timestamptz[]), unnest($12::bigint[]), unnest($13::bigint[]),
      unnest($14::bigint[])
    on conflict do nothing`,
};

/** What staff look for: nobody's, not believed, or confirmed after all. */
const isInDoubt = (record: LedgerRecord): boolean =>
  record[AT.claimedUp] >= 0 ||
  record[AT.claimedDown] >= 0 ||
  record[AT.claimedSeconds] >= 0 ||
  record[AT.kind] === "stray" ||
  record[AT.kind] === "confirm" ||
  saidAt(record) !== null;

const saidAt = (record: LedgerRecord): number | null => (record[AT.saidAt] < 0 ? null : record[AT.saidAt]);

const counter = (place: 22 | 23 | 24) => (placed: Placed) => {
  const value = placed.record[place];
  return value < 0 ? null : value;
};

/** Keeps by itself what of the reports was not plain. */
export const storeDoubts = (pages: readonly Page[]): Write => {
  const doubts = placed(pages, (record) => isReport(record) && isInDoubt(record));
  if (doubts.length === 0) return NO_WRITE;
  return writing(DOUBTS, [
    texts(doubts, ({ name }) => name),
    bigints(doubts, ({ record }) => record[AT.subscriberId]),
    texts(doubts, ({ record }) => record[AT.sessionId]),
    bigints(doubts, ({ record }) => record[AT.nasId]),
    texts(doubts, ({ record }) => record[AT.kind]),
    instants(doubts, ({ record }) => record[AT.eventAt]),
    instants(doubts, ({ record }) => record[AT.receivedAt]),
    bigints(doubts, ({ record }) => record[AT.up]),
    bigints(doubts, ({ record }) => record[AT.down]),
    bigints(doubts, ({ record }) => record[AT.seconds]),
    instants(doubts, ({ record }) => saidAt(record)),
    bigints(doubts, counter(AT.claimedUp)),
    bigints(doubts, counter(AT.claimedDown)),
    bigints(doubts, counter(AT.claimedSeconds)),
  ]);
};

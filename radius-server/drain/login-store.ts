import { AT, isLogin, type Placed } from "#access/ledger/record";
import type { Write } from "#access/postgres/connection";
import { type NewTrace, storeTraces } from "#access/trace/store";
import { traceText } from "#access/trace/trace";
import { type Page, placed } from "./page.ts";

/** What is kept of a login nobody explained. */
const unexplained = (code: 2 | 3): string => traceText({ code, asked: { by: "none", signed: false } });

const traceOf = ({ name, record }: Placed): NewTrace => {
  const isOpened = record[AT.kind] === "open";
  return {
    at: record[AT.receivedAt],
    entry: name,
    subscriberId: record[AT.subscriberId] || null,
    nasId: record[AT.nasId],
    siteId: record[AT.siteId] || null,
    mac: record[AT.mac] || null,
    loginId: record[AT.loginId] || null,
    sessionId: record[AT.sessionId] || null,
    outcome: isOpened ? "ok" : record[AT.cause],
    trace: record[AT.trace] || unexplained(isOpened ? 2 : 3),
  };
};

/** Keeps each login in pages, let in or refused, with why it was decided so. */
export const storeLogins = (pages: readonly Page[]): Write =>
  storeTraces(placed(pages, isLogin).map(traceOf));

import type { LedgerRecord } from "#access/ledger/entry";
import { AT } from "#access/ledger/record";
import { addressesText, readAddresses } from "#access/session/addresses";
import { packMarks } from "#access/session/kept-marks";
import type { Page } from "./page.ts";

/** Reports and what closes a session; anything else is about a session that was reported before. */
const STORED: ReadonlySet<string> = new Set(["start", "interim", "stop", "confirm", "close"]);

/**
 * Whether a record states a session that is stored. One that was opened and neither reported nor closed is only a
 * reservation: Redis has it, and the trace of its login.
 */
const isStored = (record: LedgerRecord): boolean =>
  record[AT.startedAt] > 0 &&
  record[AT.kind] !== "open" &&
  (STORED.has(record[AT.kind]) || record[AT.marks].length > 0);

/** What a report leaves out of a session's addresses stays as it was, but for IPv4. */
const mergedAddress = (earlier: string, later: string): string => {
  if (!earlier.includes(" ")) return later;
  const [before, after] = [readAddresses(earlier), readAddresses(later)];
  return addressesText({
    v4: after.v4,
    v6: after.v6 || before.v6,
    prefix: after.prefix || before.prefix,
    interfaceId: after.interfaceId || before.interfaceId,
  });
};

type Mutable<Tuple> = { -readonly [Place in keyof Tuple]: Tuple[Place] };

/** The later of two states of a session, as storing one after the other leaves it: totals only rise. */
const merged = (earlier: LedgerRecord, later: LedgerRecord): LedgerRecord => {
  const state: Mutable<LedgerRecord> = [...later];
  for (const place of [AT.up, AT.down, AT.seconds, AT.receivedAt] as const)
    state[place] = Math.max(earlier[place], later[place]);
  state[AT.address] = mergedAddress(earlier[AT.address], later[AT.address]);
  return state;
};

/** Whether two records are of one session; ids are drawn by chance, and may yet meet. */
const isSame = (a: LedgerRecord, b: LedgerRecord): boolean =>
  a[AT.subscriberId] === b[AT.subscriberId] && a[AT.startedAt] === b[AT.startedAt];

const longName = (record: LedgerRecord): string =>
  `${record[AT.sessionId]}:${record[AT.subscriberId]}:${record[AT.startedAt]}`;

/** The last state of each stored session in pages. */
export const lastStates = (pages: readonly Page[]): LedgerRecord[] => {
  const states = new Map<string, LedgerRecord>();
  for (const { records } of pages)
    for (const record of records) {
      if (!isStored(record)) continue;
      const namesake = states.get(record[AT.sessionId]);
      const name = !namesake || isSame(namesake, record) ? record[AT.sessionId] : longName(record);
      const earlier = states.get(name);
      states.set(name, earlier ? merged(earlier, record) : record);
    }
  return [...states.values()];
};

/** What Redis is filled again from; as it came where the session was reported. */
export const marksOf = (record: LedgerRecord): Buffer =>
  record[AT.marks].length > 0
    ? record[AT.marks]
    : packMarks([], record[AT.eventAt], record[AT.kind] !== "close");

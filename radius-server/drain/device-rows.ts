import { isThingAccount } from "#access/device/thing";
import type { LedgerRecord } from "#access/ledger/entry";
import { AT } from "#access/ledger/record";
import type { KnownDevice } from "./known-devices.ts";
import type { Page } from "./page.ts";

/** A person let online with a device; instants in epoch ms. */
export type Sighting = KnownDevice & { readonly mac: string; readonly firstAt: number };

/** A sighting so long after the one that is stored, ms, is news. */
const NEWS_AFTER = 3_600_000;

/** Login ids of grants: the person had just proved themselves. Who comes by the device's address has another. */
const OF_GRANT = /^w-/;

const isSighting = (record: LedgerRecord): boolean =>
  record[AT.kind] === "open" && record[AT.mac] !== "" && !isThingAccount(record[AT.subscriberId]);

const sightingOf = (record: LedgerRecord): Sighting => ({
  subscriberId: record[AT.subscriberId],
  mac: record[AT.mac],
  siteId: record[AT.siteId],
  firstAt: record[AT.receivedAt],
  lastAt: record[AT.receivedAt],
  provedAt: OF_GRANT.test(record[AT.loginId]) ? record[AT.receivedAt] : null,
});

const laterOf = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

const merged = (a: Sighting, b: Sighting): Sighting => ({
  ...b,
  siteId: b.lastAt >= a.lastAt ? b.siteId : a.siteId,
  firstAt: Math.min(a.firstAt, b.firstAt),
  lastAt: Math.max(a.lastAt, b.lastAt),
  provedAt: laterOf(a.provedAt, b.provedAt),
});

/** Who was let online with which device in pages, each person and device once, the latest person of a device last. */
export const sightingsIn = (pages: readonly Page[]): Sighting[] => {
  const sightings = new Map<string, Sighting>();
  for (const { records } of pages)
    for (const record of records) {
      if (!isSighting(record)) continue;
      const sighting = sightingOf(record);
      const key = `${sighting.mac}${sighting.subscriberId}`;
      const earlier = sightings.get(key);
      sightings.delete(key);
      sightings.set(key, earlier ? merged(earlier, sighting) : sighting);
    }
  return [...sightings.values()];
};

/** Whether a sighting says more than what is stored: who was last seen or proved themselves on a device, and where. */
export const isNews = (known: KnownDevice | undefined, sighting: Sighting): boolean =>
  known === undefined ||
  known.subscriberId !== sighting.subscriberId ||
  known.siteId !== sighting.siteId ||
  sighting.lastAt - known.lastAt >= NEWS_AFTER ||
  (sighting.provedAt !== null &&
    (known.provedAt === null || sighting.provedAt - known.provedAt >= NEWS_AFTER));

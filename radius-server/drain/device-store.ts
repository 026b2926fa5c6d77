import { bigints, instants, macs } from "#access/postgres/columns";
import type { Connection, Statement, Write } from "#access/postgres/connection";
import { instant } from "#access/postgres/instant";
import { isNews, type Sighting, sightingsIn } from "./device-rows.ts";
import type { KnownDevices } from "./known-devices.ts";
import type { Page } from "./page.ts";

/** Nobody's devices are kept once the person is gone: what they still had in the ledger stops nothing. */
const UPSERT: Statement = {
  name: "devices-upsert",
  text: `insert into devices as d (subscriber_id, mac, first_seen_at, last_seen_at, last_site_id, verified_at)
    select r.* from (select unnest($1::bigint[]) as subscriber_id, unnest($2::macaddr[]), unnest($3::timestamptz[]),
      unnest($4::timestamptz[]), unnest($5::bigint[]), unnest($6::timestamptz[])) r
    where exists (select from subscribers s where s.id = r.subscriber_id)
    on conflict (subscriber_id, mac) do update set
      last_seen_at = greatest(d.last_seen_at, excluded.last_seen_at), last_site_id = excluded.last_site_id,
      verified_at = greatest(d.verified_at, excluded.verified_at)`,
};

const upsert = async (connection: Connection, sightings: readonly Sighting[]): Promise<void> => {
  await connection.ask(UPSERT, [
    bigints(sightings, ({ subscriberId }) => subscriberId),
    macs(sightings, ({ mac }) => mac),
    instants(sightings, ({ firstAt }) => firstAt),
    instants(sightings, ({ lastAt }) => lastAt),
    bigints(sightings, ({ siteId }) => siteId || null),
    instants(sightings, ({ provedAt }) => provedAt),
  ]);
};

const REVOKED: Statement = {
  name: "devices-revoked",
  text: `select mac from devices where revoked_at >= $1::timestamptz`,
};

/** Forgets what staff told to forget since a person was last known to have proved themselves: a new proof is news. */
const forgetRevoked = async (
  connection: Connection,
  known: KnownDevices,
  sightings: readonly Sighting[],
): Promise<void> => {
  const proofs = sightings.flatMap(({ mac }) => known.get(mac)?.provedAt ?? []);
  if (proofs.length === 0) return;
  const since = proofs.reduce((least, proof) => Math.min(least, proof));
  const { rows } = await connection.ask<{ mac: string }>(REVOKED, [instant(since)]);
  for (const { mac } of rows) known.delete(mac);
};

/** A device is a person's once it was let online with them; what is known of it holds once that is committed. */
export const storeDevices = (pages: readonly Page[], known: KnownDevices): Write => {
  const sightings = sightingsIn(pages);
  return async (connection) => {
    await forgetRevoked(connection, known, sightings);
    const news: Sighting[] = [];
    for (const sighting of sightings) {
      if (!isNews(known.get(sighting.mac), sighting)) continue;
      news.push(sighting);
      known.set(sighting.mac, sighting);
    }
    if (news.length > 0) await upsert(connection, news);
  };
};

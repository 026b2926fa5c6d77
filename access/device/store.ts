import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";

/** A device a person was seen with. */
export type Device = {
  readonly id: number;
  /** lower case, colons */
  readonly mac: string;
  readonly label: string | null;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  readonly lastSiteId: number | null;
};

/** A device of a person at a place; `mac` in any notation PostgreSQL reads, `at` in epoch ms. */
export type Sighting = {
  readonly subscriberId: number;
  readonly mac: string;
  readonly siteId: number | null;
  readonly at: number;
};

/** Remembers that a person was seen with a device; an older sighting never hides a later one. */
export const seen = async (database: Knex, sighting: Sighting): Promise<void> => {
  await database.raw(
    `insert into devices as d (subscriber_id, mac, first_seen_at, last_seen_at, last_site_id)
     values (:subscriberId, :mac::macaddr, :at, :at, :siteId)
     on conflict (subscriber_id, mac) do update set
       first_seen_at = least(d.first_seen_at, excluded.first_seen_at),
       last_seen_at = greatest(d.last_seen_at, excluded.last_seen_at),
       last_site_id = case when excluded.last_seen_at >= d.last_seen_at
                           then excluded.last_site_id else d.last_site_id end`,
    { ...sighting, at: instant(sighting.at) },
  );
};

/** A person's devices, the latest seen first. */
export const devicesOf = async (database: Knex, subscriberId: number): Promise<Device[]> => {
  const { rows } = await database.raw<{ rows: Device[] }>(
    `select id, mac, label, first_seen_at as "firstSeenAt", last_seen_at as "lastSeenAt", last_site_id as "lastSiteId"
       from devices
      where subscriber_id = :subscriberId
      order by last_seen_at desc, id`,
    { subscriberId },
  );
  return rows;
};

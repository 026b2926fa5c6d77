import type { Knex } from "knex";
import { Failure } from "../runtime/failure.ts";
import type { World } from "../runtime/world.ts";
import type { DeviceRules, SiteRules } from "./rules.ts";

/** What places say about devices; those that say nothing are left out. */
export const listSiteRules = async (database: Knex): Promise<SiteRules[]> => {
  const { rows } = await database.raw<{ rows: SiteRules[] }>(
    `select id as "siteId", remember_days as "rememberDays", remember_private_days as "rememberPrivateDays",
            quarantine_vlan as "quarantineVlan"
       from sites
      where archived_at is null and coalesce(remember_days, remember_private_days, quarantine_vlan) is not null
      order by id`,
  );
  return rows;
};

/**
 * Says what holds for devices at a place and below; `null` leaves it to the place above. The caller announces it (`site`).
 *
 * @throws Failure `site_unknown`
 */
export const setSiteRules = async (
  transaction: Knex,
  siteId: number,
  rules: { readonly [Rule in keyof DeviceRules]: DeviceRules[Rule] | null },
): Promise<void> => {
  const changed = await transaction("sites").where({ id: siteId }).whereNull("archived_at").update({
    remember_days: rules.rememberDays,
    remember_private_days: rules.rememberPrivateDays,
    quarantine_vlan: rules.quarantineVlan,
  });
  if (changed === 0) throw new Failure("site_unknown", { siteId });
};

/** The passwords some NAS send for every address, by NAS. */
export const listMacPasswords = async (world: World): Promise<Map<number, string>> => {
  const { rows } = await world.database.raw<{ rows: { id: number; sealed: Buffer }[] }>(
    `select id, mac_password_sealed as sealed from nas
      where mac_password_sealed is not null and archived_at is null`,
  );
  return new Map(rows.map(({ id, sealed }) => [id, world.keyring.open("nas-secret", sealed)]));
};

/**
 * Says which password a NAS sends for every address; `null` for the address itself. The caller announces it (`nas`).
 *
 * @throws Failure `nas_unknown`
 */
export const setMacPassword = async (
  world: World,
  transaction: Knex,
  nasId: number,
  password: string | null,
): Promise<void> => {
  const sealed = password === null ? null : world.keyring.seal("nas-secret", password);
  const changed = await transaction("nas")
    .where({ id: nasId })
    .whereNull("archived_at")
    .update({ mac_password_sealed: sealed });
  if (changed === 0) throw new Failure("nas_unknown", { nasId });
};

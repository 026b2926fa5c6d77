import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import { Failure } from "../runtime/failure.ts";
import { fold } from "./fold.ts";
import { DEEPEST, DEFAULT_ZONE, isZone, type Site, type SiteKind } from "./site.ts";

/** A place to be added; `folded` is made from the name when absent. */
export type NewSite = {
  readonly parentId: number | null;
  readonly kind: SiteKind;
  readonly code: string;
  readonly name: string;
  readonly folded?: string;
  readonly zone?: string | null;
  readonly latitude?: number | null;
  readonly longitude?: number | null;
  readonly demo?: boolean;
};

/**
 * Adds a place; the caller announces it (`site`) after commit.
 *
 * @returns its id
 * @throws Failure `zone_unknown` for a time zone nobody knows, which would stop every count at that place
 * @throws Failure `site_code_taken`
 */
export const addSite = async (transaction: Knex, site: NewSite): Promise<number> => {
  if (site.zone && !isZone(site.zone)) throw new Failure("zone_unknown", { zone: site.zone });
  const rows = await transaction("sites")
    .insert({
      parent_id: site.parentId,
      kind: site.kind,
      code: site.code,
      name: site.name,
      folded: site.folded ?? fold(site.name),
      zone: site.zone ?? null,
      latitude: site.latitude ?? null,
      longitude: site.longitude ?? null,
      demo: site.demo ?? false,
    })
    .onConflict("code")
    .ignore()
    .returning<{ id: number }[]>("id");
  if (!rows[0]) throw new Failure("site_code_taken", { code: site.code });
  return rows[0].id;
};

/** The IANA zone of a place: that of the nearest above it that names one, itself first. */
export const zoneOf = async (database: Knex, siteId: number): Promise<string> => {
  const { rows } = await database.raw<{ rows: { zone: string }[] }>(
    `with recursive climb as (
       select parent_id, zone, 0 as step from sites where id = :siteId
       union all
       select above.parent_id, above.zone, climb.step + 1 from climb join sites above on above.id = climb.parent_id
        where climb.zone is null and climb.step < :deepest
     )
     select zone from climb where zone is not null order by step limit 1`,
    { siteId, deepest: DEEPEST },
  );
  return rows[0]?.zone ?? DEFAULT_ZONE;
};

/** Every place, by id, so that those made first, the province before its communes, come first. */
export const listSites = async (database: Knex): Promise<Site[]> => {
  const { rows } = await database.raw<{ rows: Site[] }>(
    `select id, parent_id as "parentId", kind, code, name, folded, zone, latitude, longitude, demo
       from sites
      where archived_at is null
      order by id`,
  );
  return rows;
};

/** Gives a place another name, or another place above it; the caller announces it (`site`) after commit. */
export const changeSite = async (
  transaction: Knex,
  id: number,
  { name, parentId }: Pick<Site, "name" | "parentId">,
): Promise<void> => {
  await transaction("sites")
    .where({ id })
    .update({ name, folded: fold(name), parent_id: parentId });
};

/**
 * Takes a place out of use, its code free for another; sessions of the past go on naming it. The caller announces it
 * (`site`) after commit.
 *
 * @param at  epoch ms
 */
export const archiveSite = async (transaction: Knex, id: number, at: number): Promise<void> => {
  await transaction.raw(
    `update sites set archived_at = :at, code = code || '~' || id where id = :id and archived_at is null`,
    { id, at: instant(at) },
  );
};

/**
 * The name of a place that access points can stand at, which stays one until the transaction ends; undefined for any
 * other.
 */
export const holdSite = async (transaction: Knex, id: number): Promise<string | undefined> => {
  const row: { name: string } | undefined = await transaction("sites")
    .where({ id, kind: "site" })
    .whereNull("archived_at")
    .forShare()
    .first("name");
  return row?.name;
};

/** Whether any place is real: demo data is loaded only while none is. */
export const hasRealSites = async (database: Knex): Promise<boolean> => {
  const { rows } = await database.raw<{ rows: { found: boolean }[] }>(
    `select exists (select from sites where not demo and archived_at is null) as found`,
  );
  return rows[0]?.found ?? false;
};

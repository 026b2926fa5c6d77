import type { Knex } from "knex";
import type { Nas } from "#access/nas/nas";
import { type NasSettings, SETTINGS } from "#access/nas/settings-store";
import { instant } from "#access/postgres/instant";
import { selected } from "#access/postgres/selected";
import type { NasKind } from "#access/vendors/vendors";

/** An access point without anything secret, with its place. */
export type PlacedNas = NasSettings & {
  readonly id: number;
  readonly slug: string;
  readonly kind: NasKind;
  readonly siteName: string;
  readonly communeName: string | null;
  readonly addresses: string[];
  readonly calledStations: string[];
  readonly nasIdentifier: string | null;
  readonly portalUrl: string | null;
  readonly interimSeconds: number;
  readonly enabled: boolean;
  readonly previousSecretUntil: number | null;
  readonly messageAuthenticator: Nas["messageAuthenticator"];
  readonly omitsReplySignature: boolean;
  readonly radsecRequired: boolean;
  readonly hasMacPassword: boolean;
};

const { siteId, name, coaAddress, coaPort, changesBy, ...others } = SETTINGS;
const COLUMNS: Readonly<Record<keyof PlacedNas, string>> = {
  id: "nas.id",
  slug: "nas.slug",
  name,
  kind: "nas.kind",
  siteId,
  siteName: "site.name",
  communeName: "commune.name",
  addresses: "nas.addresses::text[]",
  nasIdentifier: "nas.nas_identifier",
  portalUrl: "nas.portal_url",
  coaAddress,
  coaPort,
  changesBy,
  interimSeconds: "nas.interim_seconds",
  enabled: "nas.enabled",
  previousSecretUntil: "nas.previous_secret_until",
  messageAuthenticator: "nas.message_authenticator",
  omitsReplySignature: "nas.omits_reply_signature",
  radsecRequired: "nas.radsec_required",
  ...others,
  hasMacPassword: "nas.mac_password_sealed is not null",
};
const PLACED = selected(COLUMNS);

/** Every access point in use, by commune, site and name. */
export const placedNas = async (database: Knex): Promise<PlacedNas[]> => {
  const { rows } = await database.raw<{ rows: PlacedNas[] }>(
    `select ${PLACED}
       from nas join sites site on site.id = nas.site_id left join sites commune on commune.id = site.parent_id
      where nas.archived_at is null
      order by commune.name, site.name, nas.name, nas.id`,
  );
  return rows;
};

/** One access point; undefined when there is none of this id. */
export const placedNasOf = async (database: Knex, id: number): Promise<PlacedNas | undefined> => {
  const { rows } = await database.raw<{ rows: PlacedNas[] }>(
    `select ${PLACED}
       from nas join sites site on site.id = nas.site_id left join sites commune on commune.id = site.parent_id
      where nas.archived_at is null and nas.id = :id`,
    { id },
  );
  return rows[0];
};

/** How an access point obeyed the changes of authorization sent to it. */
export type ChangeCount = {
  readonly nasId: number;
  readonly sent: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly silent: number;
};

/** The changes sent since an instant (epoch ms), by access point. */
export const changesByNas = async (database: Knex, since: number): Promise<ChangeCount[]> => {
  const { rows } = await database.raw<{ rows: ChangeCount[] }>(
    `select nas_id as "nasId", count(*) as sent,
            count(*) filter (where answer = 'acknowledged') as acknowledged,
            count(*) filter (where answer = 'refused') as refused,
            count(*) filter (where answer = 'silent') as silent
       from authorization_changes
      where sent_at >= :since and answer is distinct from 'withdrawn'
      group by nas_id`,
    { since: instant(since) },
  );
  return rows;
};

/** How an access point took changes of authorization lately, and which way its octets went. */
export type NasTruth = {
  readonly nasId: number;
  readonly sent: number;
  readonly seen: number;
  readonly changeFault: "disabled" | "silent" | null;
  /** octets of its sessions, from and to people */
  readonly up: number;
  readonly down: number;
  readonly sessions: number;
};

/**
 * What access points did with what was asked of them since an instant, and which way octets went since another (epoch
 * ms). A change is true once it was acknowledged and then seen in accounting.
 */
export const truthByNas = async (
  database: Knex,
  changesSince: number,
  octetsSince: number,
): Promise<NasTruth[]> => {
  const { rows } = await database.raw<{ rows: NasTruth[] }>(
    `with asked as (
       select nas_id, count(*) as sent,
              count(*) filter (where answer = 'acknowledged' and seen_at is not null) as seen
         from authorization_changes
        where sent_at >= :changesSince and answer is distinct from 'withdrawn'
        group by nas_id
     ), moved as (
       select nas_id, sum(up)::bigint as up, sum(down)::bigint as down, count(*) as sessions
         from sessions where started_at >= :octetsSince group by nas_id
     )
     select nas.id as "nasId", coalesce(asked.sent, 0) as sent, coalesce(asked.seen, 0) as seen,
            state.change_fault as "changeFault", coalesce(moved.up, 0) as up, coalesce(moved.down, 0) as down,
            coalesce(moved.sessions, 0) as sessions
       from nas left join asked on asked.nas_id = nas.id left join moved on moved.nas_id = nas.id
            left join nas_state state on state.nas_id = nas.id
      where nas.archived_at is null`,
    { changesSince: instant(changesSince), octetsSince: instant(octetsSince) },
  );
  return rows;
};

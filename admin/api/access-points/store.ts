import type { Knex } from "knex";
import type { ChangesBy, Nas } from "#access/nas/nas";
import { instant } from "#access/postgres/instant";
import type { MacForm } from "#access/vendors/mac-text";
import type { ChosenNames } from "#access/vendors/profile-names";
import type { NasKind } from "#access/vendors/vendors";

/** An access point without anything secret, with its place. */
export type PlacedNas = {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly kind: NasKind;
  readonly siteId: number;
  readonly siteName: string;
  readonly communeName: string | null;
  readonly addresses: string[];
  readonly nasIdentifier: string | null;
  readonly portalUrl: string | null;
  readonly coaAddress: string | null;
  readonly coaPort: number;
  readonly changesBy: ChangesBy;
  readonly interimSeconds: number;
  readonly enabled: boolean;
  readonly previousSecretUntil: number | null;
  readonly messageAuthenticator: Nas["messageAuthenticator"];
  readonly omitsReplySignature: boolean;
  readonly radsecRequired: boolean;
  readonly macForm: MacForm | null;
  readonly signsChanges: boolean | null;
  readonly stampsChanges: boolean | null;
  readonly viewpoint: Nas["viewpoint"];
  readonly fastestKbps: number | null;
  readonly renewEvery: number | null;
  readonly mayReauthenticate: boolean;
  readonly calledStations: string[];
  readonly leadsBy: string | null;
  readonly profileNames: ChosenNames;
  readonly hasMacPassword: boolean;
};

const PLACED = `nas.id, nas.slug, nas.name, nas.kind, nas.site_id as "siteId", site.name as "siteName",
  commune.name as "communeName", nas.addresses::text[] as addresses, nas.nas_identifier as "nasIdentifier",
  nas.portal_url as "portalUrl", host(nas.coa_address) as "coaAddress", nas.coa_port as "coaPort", nas.changes_by as "changesBy",
  nas.interim_seconds as "interimSeconds", nas.enabled, nas.previous_secret_until as "previousSecretUntil",
  nas.message_authenticator as "messageAuthenticator", nas.omits_reply_signature as "omitsReplySignature",
  nas.radsec_required as "radsecRequired", nas.mac_form as "macForm",
  nas.signs_changes as "signsChanges", nas.stamps_changes as "stampsChanges", nas.viewpoint, nas.fastest_kbps as "fastestKbps",
  nas.renew_every as "renewEvery", nas.may_reauthenticate as "mayReauthenticate", nas.called_stations::text[] as "calledStations",
  nas.leads_by as "leadsBy", nas.profile_names as "profileNames",
  nas.mac_password_sealed is not null as "hasMacPassword"`;

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

import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import { selected } from "../postgres/selected.ts";
import { Failure } from "../runtime/failure.ts";
import { token } from "../runtime/random.ts";
import type { World } from "../runtime/world.ts";
import { fold } from "../site/fold.ts";
import { DEEPEST, DEFAULT_ZONE } from "../site/site.ts";
import { type ChosenNames, namesBy } from "../vendors/profile-names.ts";
import { VENDORS } from "../vendors/vendors.ts";
import { addressOf, cidrOf } from "./address.ts";
import type { Nas } from "./nas.ts";
import type { NasRadsec } from "./radsec.ts";
import { SETTINGS } from "./settings-store.ts";

/** Characters of a secret we make: 32 of Crockford base32 are 160 bits (RFC 2865 section 3 wants at least 128). */
const SECRET_LENGTH = 32;

/** A NAS to be added; what is absent takes the column's default, a secret and a slug are made. */
export type NewNas = Pick<Nas, "siteId" | "name" | "kind" | "addresses"> &
  Partial<
    Pick<
      Nas,
      | "slug"
      | "secret"
      | "nasIdentifier"
      | "portalSecret"
      | "portalUrl"
      | "loginOrigins"
      | "coaAddress"
      | "coaPort"
      | "changesBy"
      | "macForm"
      | "signsChanges"
      | "stampsChanges"
      | "viewpoint"
      | "messageAuthenticator"
      | "interimSeconds"
      | "calledStations"
      | "leadsBy"
      | "mayReauthenticate"
    >
  > & { readonly profileNames?: ChosenNames; readonly demo?: boolean };

const slugOf = (name: string): string => {
  const plain = fold(name)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  return `${plain || "ap"}-${token(5)}`;
};

const columnsOf = (world: World, nas: NewNas, slug: string, secret: string) => ({
  site_id: nas.siteId,
  slug,
  name: nas.name,
  kind: nas.kind,
  addresses: nas.addresses.map(cidrOf),
  nas_identifier: nas.nasIdentifier ?? null,
  secret_sealed: world.keyring.seal("nas-secret", secret),
  portal_secret_sealed: nas.portalSecret ? world.keyring.seal("nas-secret", nas.portalSecret) : null,
  portal_url: nas.portalUrl ?? null,
  login_origins: nas.loginOrigins ?? [],
  coa_address: nas.coaAddress ? addressOf(nas.coaAddress) : null,
  ...(nas.coaPort !== undefined && { coa_port: nas.coaPort }),
  ...(nas.changesBy && { changes_by: nas.changesBy }),
  ...(nas.macForm && { mac_form: nas.macForm }),
  signs_changes: nas.signsChanges ?? null,
  stamps_changes: nas.stampsChanges ?? null,
  ...(nas.viewpoint && { viewpoint: nas.viewpoint }),
  ...(nas.messageAuthenticator && { message_authenticator: nas.messageAuthenticator }),
  ...(nas.calledStations && { called_stations: nas.calledStations }),
  ...(nas.interimSeconds !== undefined && { interim_seconds: nas.interimSeconds }),
  ...(nas.profileNames && { profile_names: JSON.stringify(nas.profileNames) }),
  leads_by: nas.leadsBy ?? null,
  may_reauthenticate: nas.mayReauthenticate ?? false,
  demo: nas.demo ?? false,
});

/**
 * Adds a NAS; the caller announces it (`nas`) after commit.
 *
 * @returns its id, its slug (the portal address of this NAS) and its secret, to be shown once
 * @throws Failure `nas_slug_taken`, `nas_address_invalid`
 */
export const addNas = async (
  world: World,
  transaction: Knex,
  nas: NewNas,
): Promise<{ id: number; slug: string; secret: string }> => {
  const slug = nas.slug ?? slugOf(nas.name);
  const secret = nas.secret ?? token(SECRET_LENGTH);
  const rows = await transaction("nas")
    .insert(columnsOf(world, nas, slug, secret))
    .onConflict("slug")
    .ignore()
    .returning<{ id: number }[]>("id");
  if (!rows[0]) throw new Failure("nas_slug_taken", { slug });
  return { id: rows[0].id, slug, secret };
};

/**
 * Gives a NAS a new secret and keeps taking the old one until `graceUntil` (epoch ms); the caller announces it (`nas`).
 *
 * @returns the new secret, to be shown once
 * @throws Failure `nas_unknown`
 */
export const rotateSecret = async (
  world: World,
  transaction: Knex,
  { nasId, graceUntil }: { readonly nasId: number; readonly graceUntil: number },
): Promise<string> => {
  const secret = token(SECRET_LENGTH);
  const { rowCount } = await transaction.raw<{ rowCount: number }>(
    `update nas
        set previous_secret_sealed = secret_sealed, previous_secret_until = :until,
            secret_sealed = :sealed, updated_at = :at
      where id = :nasId`,
    {
      nasId,
      until: instant(graceUntil),
      sealed: world.keyring.seal("nas-secret", secret),
      at: instant(world.now()),
    },
  );
  if (rowCount === 0) throw new Failure("nas_unknown", { nasId });
  return secret;
};

/** The columns of RadSec; all of them empty where the NAS speaks UDP alone. */
type RadsecRow = Omit<NasRadsec, "psk"> & { readonly pskSealed: string | null };

type NasRow = Omit<Nas, "secret" | "previousSecret" | "portalSecret" | "zone" | "radsec" | "profileNames"> & {
  readonly zone: string | null;
  readonly secretSealed: Buffer;
  readonly previousSecretSealed: Buffer | null;
  readonly portalSecretSealed: Buffer | null;
  readonly radsec: RadsecRow | null;
  readonly profileNames: ChosenNames;
};

const radsecOf = ({ pskSealed, ...plain }: RadsecRow, open: (sealed: Buffer) => string): NasRadsec => ({
  ...plain,
  psk: pskSealed === null ? null : open(Buffer.from(pskSealed, "hex")),
});

const nasOf = (world: World, row: NasRow): Nas => {
  const { secretSealed, previousSecretSealed, portalSecretSealed, radsec, profileNames, ...plain } = row;
  const open = (sealed: Buffer) => world.keyring.open("nas-secret", sealed);
  return {
    ...plain,
    zone: plain.zone ?? DEFAULT_ZONE,
    secret: open(secretSealed),
    previousSecret: previousSecretSealed && open(previousSecretSealed),
    portalSecret: portalSecretSealed && open(portalSecretSealed),
    ...(radsec && { radsec: radsecOf(radsec, open) }),
    ...(Object.keys(profileNames).length > 0 && {
      profileNames: namesBy(VENDORS[plain.kind].naming.usual, profileNames),
    }),
  };
};

/**
 * Every NAS, disabled ones too, with its site, the sites above it and the zone of the nearest that names one.
 *
 * @throws Failure `sealed_unreadable` when the master secret is not the one they were sealed with
 */
export const listNas = async (world: World): Promise<Nas[]> => {
  const { rows } = await world.database.raw<{ rows: NasRow[] }>(
    `with recursive climb as (
       select id as site_id, id, parent_id, zone, 0 as step from sites
       union all
       select climb.site_id, above.id, above.parent_id, above.zone, climb.step + 1
         from climb join sites above on above.id = climb.parent_id
        where climb.step < :deepest
     ), chains as (
       select site_id, array_agg(id order by step) as ids,
              (array_agg(zone order by step) filter (where zone is not null))[1] as zone
         from climb group by site_id
     )
     select ${selected(SETTINGS)}, nas.id, chains.ids as "siteChain", sites.name as "siteName", chains.zone,
            nas.slug, nas.kind, nas.addresses::text[] as addresses, nas.nas_identifier as "nasIdentifier",
            nas.secret_sealed as "secretSealed", nas.previous_secret_sealed as "previousSecretSealed",
            nas.previous_secret_until as "previousSecretUntil", nas.portal_secret_sealed as "portalSecretSealed",
            nas.portal_url as "portalUrl", nas.login_origins as "loginOrigins",
            case when nas.radsec_required or nas.radsec_psk_identity is not null
                   or nas.radsec_fingerprint is not null or nas.radsec_name is not null
                 then json_build_object('required', nas.radsec_required, 'pskIdentity', nas.radsec_psk_identity,
                        'pskSealed', encode(nas.radsec_psk_sealed, 'hex'),
                        'fingerprint', nas.radsec_fingerprint, 'name', nas.radsec_name) end as radsec,
            nas.message_authenticator as "messageAuthenticator", nas.omits_reply_signature as "omitsReplySignature",
            nas.interim_seconds as "interimSeconds", state.change_identify as "changeIdentify",
            state.change_fault as "changeFault", nas.enabled
       from nas join sites on sites.id = nas.site_id join chains on chains.site_id = nas.site_id
       left join nas_state state on state.nas_id = nas.id
      where nas.archived_at is null
      order by nas.id`,
    { deepest: DEEPEST },
  );
  return rows.map((row) => nasOf(world, row));
};

/** Switches a NAS on or off; the caller announces it (`nas`) after commit. @throws Failure `nas_unknown` */
export const setEnabled = async (transaction: Knex, nasId: number, enabled: boolean): Promise<void> => {
  const changed = await transaction("nas")
    .where({ id: nasId })
    .whereNull("archived_at")
    .update({ enabled, updated_at: transaction.fn.now() });
  if (changed === 0) throw new Failure("nas_unknown", { nasId });
};

/**
 * Takes a NAS out of use for good: it is nobody's any more to RADIUS and the portal, and its addresses and ways to prove
 * itself are free for another; sessions of the past go on naming it. The caller announces it (`nas`) after commit.
 *
 * @param at  epoch ms
 * @returns its name
 * @throws Failure `nas_unknown`
 */
export const archiveNas = async (transaction: Knex, nasId: number, at: number): Promise<string> => {
  const rows = await transaction("nas")
    .where({ id: nasId })
    .whereNull("archived_at")
    .update({ archived_at: instant(at) })
    .returning<{ name: string }[]>("name");
  if (!rows[0]) throw new Failure("nas_unknown", { nasId });
  return rows[0].name;
};

/**
 * Sends a NAS's changes of authorization to a port of this machine, where the lab stands in for it; one that does not
 * sign is taken for what it is, as staff would set it.
 */
export const claimForLab = async (
  database: Knex,
  nasId: number,
  port: number,
  signs = true,
): Promise<void> => {
  const changed = await database("nas")
    .where({ id: nasId })
    .update({
      coa_address: "127.0.0.1",
      coa_port: port,
      ...(!signs && { message_authenticator: "auto" }),
    });
  if (changed === 0) throw new Failure("nas_unknown", { nasId });
};

/** When a NAS was last heard, by what it sent; epoch ms, null for never. */
export type NasState = {
  readonly nasId: number;
  readonly lastHeardAt: number | null;
  readonly lastAccountingAt: number | null;
  readonly lastLoginAt: number | null;
};

/** The state of every NAS that was ever heard. */
export const nasStates = async (database: Knex): Promise<NasState[]> => {
  const { rows } = await database.raw<{ rows: NasState[] }>(
    `select nas_id as "nasId", last_heard_at as "lastHeardAt", last_accounting_at as "lastAccountingAt",
            last_login_at as "lastLoginAt"
       from nas_state
      order by nas_id`,
  );
  return rows;
};

import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import { Failure } from "../runtime/failure.ts";
import type { MacForm } from "../vendors/mac-text.ts";
import type { ChosenNames } from "../vendors/profile-names.ts";
import { VENDORS } from "../vendors/vendors.ts";
import { isFromAnywhere } from "./evidence.ts";
import type { ChangesBy, Nas } from "./nas.ts";

/** What staff say of a NAS beside its addresses and secrets; `null` leaves it to its family or the program's settings. */
export type NasSettings = Pick<
  Nas,
  "siteId" | "name" | "viewpoint" | "coaAddress" | "coaPort" | "mayReauthenticate"
> & {
  readonly changesBy: ChangesBy;
  readonly macForm: MacForm | null;
  /** whether changes carry Message-Authenticator, and whether Event-Timestamp */
  readonly signsChanges: boolean | null;
  readonly stampsChanges: boolean | null;
  /** most one session can move, kbit/s both ways together */
  readonly fastestKbps: number | null;
  /** seconds after which a session must sign in again, 300 to 86400 */
  readonly renewEvery: number | null;
  /** MAC addresses of its radios, `aa:bb:cc:dd:ee:01` */
  readonly calledStations: readonly string[];
  /** the access list or role on the device that leads an unknown phone to the portal, sayable as those */
  readonly leadsBy: string | null;
  /** what its roles and filters are called on the device, each sayable (`access/vendors/text.ts`) */
  readonly profileNames: ChosenNames;
};

type Row = NasSettings &
  Pick<Nas, "kind" | "addresses" | "nasIdentifier"> & { readonly provesItselfOverTls: boolean };

const heldRow = async (transaction: Knex, nasId: number): Promise<Row> => {
  const { rows } = await transaction.raw<{ rows: Row[] }>(
    `select kind, site_id as "siteId", name, host(coa_address) as "coaAddress", coa_port as "coaPort",
            changes_by as "changesBy", mac_form as "macForm", signs_changes as "signsChanges", stamps_changes as "stampsChanges", viewpoint, fastest_kbps as "fastestKbps", renew_every as "renewEvery",
            may_reauthenticate as "mayReauthenticate", called_stations::text[] as "calledStations", leads_by as "leadsBy", addresses::text[] as addresses,
            nas_identifier as "nasIdentifier", profile_names as "profileNames",
            num_nonnulls(radsec_psk_identity, radsec_fingerprint, radsec_name) > 0 as "provesItselfOverTls"
       from nas
      where id = :nasId and archived_at is null
        for no key update`,
    { nasId },
  );
  if (!rows[0]) throw new Failure("nas_unknown", { nasId });
  return rows[0];
};

const changesGo = (said: NasSettings): string =>
  [said.changesBy, said.coaAddress, said.coaPort, said.macForm, said.signsChanges, said.stampsChanges].join(
    " ",
  );

/** What was learned of changes before says nothing of where they go now, how they name a device, or what they carry. */
const forgetFault = async (transaction: Knex, nasId: number): Promise<void> => {
  await transaction("nas_state")
    .where({ nas_id: nasId })
    .update({ change_fault: null, change_fault_at: null });
};

/**
 * Says where a NAS stands, what it is called and how its sessions are to be understood; the caller announces it (`nas`)
 * after commit.
 *
 * @param at  epoch ms
 * @returns what was said before
 * @throws Failure `nas_unknown`; `nas_from_anywhere_nameless` when nothing would be left to tell it by;
 *   `nas_names_no_roles` when its family is told none; `nas_takes_no_changes`
 *   when it takes none; `radsec_identity_missing` when changes shall go down a connection that it can never open
 */
export const setSettings = async (
  transaction: Knex,
  nasId: number,
  settings: NasSettings,
  at: number,
): Promise<NasSettings> => {
  const { kind, addresses, nasIdentifier, provesItselfOverTls, ...before } = await heldRow(
    transaction,
    nasId,
  );
  if (isFromAnywhere({ addresses }) && nasIdentifier === null && settings.calledStations.length === 0)
    throw new Failure("nas_from_anywhere_nameless", { nasId });
  if (VENDORS[kind].naming.attribute === null && Object.keys(settings.profileNames).length > 0)
    throw new Failure("nas_names_no_roles", { nasId });
  const isSentSomewhere = settings.coaAddress !== null || settings.changesBy !== "udp";
  if (VENDORS[kind].coa.means === "none" && isSentSomewhere)
    throw new Failure("nas_takes_no_changes", { nasId });
  if (settings.changesBy === "radsec" && !provesItselfOverTls)
    throw new Failure("radsec_identity_missing", { nasId });
  await transaction("nas")
    .where({ id: nasId })
    .update({
      site_id: settings.siteId,
      name: settings.name,
      coa_address: settings.coaAddress,
      coa_port: settings.coaPort,
      changes_by: settings.changesBy,
      mac_form: settings.macForm,
      signs_changes: settings.signsChanges,
      stamps_changes: settings.stampsChanges,
      viewpoint: settings.viewpoint,
      fastest_kbps: settings.fastestKbps,
      renew_every: settings.renewEvery,
      may_reauthenticate: settings.mayReauthenticate,
      called_stations: settings.calledStations,
      leads_by: settings.leadsBy,
      profile_names: JSON.stringify(settings.profileNames),
      updated_at: instant(at),
    });
  if (changesGo(before) !== changesGo(settings)) await forgetFault(transaction, nasId);
  return before;
};

import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import { selected } from "../postgres/selected.ts";
import { Failure } from "../runtime/failure.ts";
import type { ChosenNames } from "../vendors/profile-names.ts";
import { VENDORS } from "../vendors/vendors.ts";
import { isFromAnywhere } from "./evidence.ts";
import type { Nas } from "./nas.ts";

/** What staff say of a NAS beside its addresses and secrets, each with the column that keeps it: the list all others follow. */
const COLUMNS = {
  siteId: "site_id",
  name: "name",
  coaAddress: "coa_address",
  coaPort: "coa_port",
  changesBy: "changes_by",
  macForm: "mac_form",
  signsChanges: "signs_changes",
  stampsChanges: "stamps_changes",
  viewpoint: "viewpoint",
  fastestKbps: "fastest_kbps",
  renewEvery: "renew_every",
  mayReauthenticate: "may_reauthenticate",
  calledStations: "called_stations",
  leadsBy: "leads_by",
  profileNames: "profile_names",
} as const;

type Setting = keyof typeof COLUMNS;

/** What staff say of a NAS; `null` leaves it to its family or the program's settings. */
export type NasSettings = Required<Pick<Nas, Exclude<Setting, "profileNames">>> & {
  /** what its roles and filters are called on the device, each sayable (`access/vendors/text.ts`) */
  readonly profileNames: ChosenNames;
};

/** How each is read; by its table what a site has as well. */
export const SETTINGS: Readonly<Record<Setting, string>> = {
  ...COLUMNS,
  siteId: "nas.site_id",
  name: "nas.name",
  coaAddress: "host(coa_address)",
  calledStations: "called_stations::text[]",
};

const rowOf = (settings: NasSettings) => {
  const said: Readonly<Record<string, unknown>> = {
    ...settings,
    profileNames: JSON.stringify(settings.profileNames),
  };
  return Object.fromEntries(Object.entries(COLUMNS).map(([name, column]) => [column, said[name]]));
};

type Row = NasSettings &
  Pick<Nas, "kind" | "addresses" | "nasIdentifier"> & { readonly provesItselfOverTls: boolean };

const heldRow = async (transaction: Knex, nasId: number): Promise<Row> => {
  const { rows } = await transaction.raw<{ rows: Row[] }>(
    `select ${selected(SETTINGS)}, kind, addresses::text[] as addresses, nas_identifier as "nasIdentifier",
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
    .update({ ...rowOf(settings), updated_at: instant(at) });
  if (changesGo(before) !== changesGo(settings)) await forgetFault(transaction, nasId);
  return before;
};

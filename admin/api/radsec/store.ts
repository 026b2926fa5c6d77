import type { Knex } from "knex";
import type { ChangesBy } from "#access/nas/nas";
import type { NasRadsec } from "#access/nas/radsec";

/** An access point's name, how it proves itself over TLS, without its key, and which way changes go to it. */
export type NamedRadsec = Omit<NasRadsec, "psk"> & {
  readonly nasName: string;
  readonly changesBy: ChangesBy;
};

const COLUMNS = `name as "nasName", radsec_required as "required", radsec_psk_identity as "pskIdentity",
  radsec_fingerprint as fingerprint, radsec_name as name, changes_by as "changesBy"`;

/** How an access point proves itself over TLS; undefined when there is none of this id. */
export const readRadsec = async (database: Knex, nasId: number): Promise<NamedRadsec | undefined> => {
  const { rows } = await database.raw<{ rows: NamedRadsec[] }>(
    `select ${COLUMNS} from nas where id = :nasId and archived_at is null`,
    { nasId },
  );
  return rows[0];
};

/** Lets one change of an access point's identities be made at a time; held until the transaction ends. */
export const lockNas = async (transaction: Knex, nasId: number): Promise<void> => {
  await transaction("nas").where({ id: nasId }).forUpdate().first("id");
};

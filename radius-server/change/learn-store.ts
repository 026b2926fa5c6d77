import type { Knex } from "knex";
import { instant } from "#access/postgres/instant";

/** How a NAS takes changes of authorization, as far as its answers told. */
export type Learned = {
  /** what identified a session in the last change it acknowledged; null keeps what is known */
  readonly identify: readonly string[] | null;
  readonly fault: "disabled" | "silent" | null;
  readonly at: number;
};

/** Keeps what was learned; the caller announces it (`nas`). */
export const keepLearned = async (
  database: Knex,
  nasId: number,
  { identify, fault, at }: Learned,
): Promise<void> => {
  await database.raw(
    `insert into nas_state as s (nas_id, change_identify, change_fault, change_fault_at)
     values (:nasId, :identify::text[], :fault, :at)
     on conflict (nas_id) do update set
        change_identify = coalesce(excluded.change_identify, s.change_identify),
        change_fault = excluded.change_fault, change_fault_at = excluded.change_fault_at`,
    {
      nasId,
      identify: identify === null ? null : [...identify],
      fault,
      at: fault === null ? null : instant(at),
    },
  );
};

import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import { ENOUGH, type Evidence, LONG_ENOUGH_MS } from "./evidence.ts";

const at = (instantMs: number | null): string | null => (instantMs === null ? null : instant(instantMs));

/** Evidence as it is kept, and when it was enough to require the Message-Authenticator; epoch ms. */
export type StoredEvidence = Evidence & { readonly requiredAt: number | null };

/**
 * Adds what was seen to what is stored, one row a NAS. Several processes add theirs: a request without
 * Message-Authenticator in any of them begins the run anew.
 */
export const addEvidence = async (transaction: Knex, seen: readonly Evidence[]): Promise<void> => {
  if (seen.length === 0) return;
  const rows = seen.map((one) => [
    ...[one.nasId, one.signed, one.unsigned, one.run],
    ...[one.runSince, one.firstSeenAt, one.lastSignedAt, one.lastUnsignedAt].map(at),
    ...[one.proxiedAt, one.currentSecretAt, one.previousSecretAt].map(at),
  ]);
  const columns = Array.from({ length: 11 }, (_, column) => rows.map((row) => row[column]) as string[]);
  await transaction.raw(
    `insert into nas_evidence as e (nas_id, signed, unsigned, run, run_since, first_seen_at, last_signed_at,
        last_unsigned_at, proxied_at, current_secret_at, previous_secret_at)
     select seen.* from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::timestamptz[], ?::timestamptz[],
        ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[]) as seen (nas_id, a, b, c, d, f, g, h, i, j, k)
       join nas on nas.id = seen.nas_id
      order by seen.nas_id
     on conflict (nas_id) do update set
        signed = e.signed + excluded.signed, unsigned = e.unsigned + excluded.unsigned,
        run = case when excluded.unsigned > 0 then excluded.run else e.run + excluded.run end,
        run_since = case when excluded.unsigned > 0 then excluded.run_since
                         else coalesce(e.run_since, excluded.run_since) end,
        first_seen_at = coalesce(e.first_seen_at, excluded.first_seen_at),
        last_signed_at = greatest(e.last_signed_at, excluded.last_signed_at),
        last_unsigned_at = greatest(e.last_unsigned_at, excluded.last_unsigned_at),
        proxied_at = greatest(e.proxied_at, excluded.proxied_at),
        current_secret_at = greatest(e.current_secret_at, excluded.current_secret_at),
        previous_secret_at = greatest(e.previous_secret_at, excluded.previous_secret_at)`,
    columns,
  );
};

/**
 * Requires the Message-Authenticator of those NAS that learn and whose evidence is enough (`isProof`).
 *
 * @param now  epoch ms
 * @returns the ids of those it is required of from now on
 */
export const requireWhereProved = async (
  transaction: Knex,
  nasIds: readonly number[],
  now: number,
): Promise<number[]> => {
  const { rows } = await transaction.raw<{ rows: { id: number }[] }>(
    `with proved as (
       update nas_evidence set required_at = :now
        where nas_id = any(:nasIds) and run >= :enough
          and last_signed_at - run_since >= make_interval(secs => :seconds)
          and exists (select from nas where nas.id = nas_id and nas.message_authenticator = 'auto')
       returning nas_id)
     update nas set message_authenticator = 'require', updated_at = :now
       from proved where nas.id = proved.nas_id
     returning nas.id`,
    { now: instant(now), nasIds, enough: ENOUGH, seconds: LONG_ENOUGH_MS / 1000 },
  );
  return rows.map(({ id }) => id);
};

/** Begins a NAS's run anew, so that a mode an operator chose is not changed by what was seen before. */
export const forgetRun = async (transaction: Knex, nasId: number): Promise<void> => {
  await transaction("nas_evidence")
    .where({ nas_id: nasId })
    .update({ run: 0, run_since: null, required_at: null });
};

/** The evidence of every NAS of which anything was seen. */
export const listEvidence = async (database: Knex): Promise<StoredEvidence[]> => {
  const { rows } = await database.raw<{ rows: StoredEvidence[] }>(
    `select nas_id as "nasId", signed, unsigned, run, run_since as "runSince", first_seen_at as "firstSeenAt",
            last_signed_at as "lastSignedAt", last_unsigned_at as "lastUnsignedAt", proxied_at as "proxiedAt",
            current_secret_at as "currentSecretAt", previous_secret_at as "previousSecretAt",
            required_at as "requiredAt"
       from nas_evidence
      order by nas_id`,
  );
  return rows;
};

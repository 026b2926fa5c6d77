import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import { Failure } from "../runtime/failure.ts";
import type { KnownPhone } from "./remembered.ts";

/** Who last proved themselves on a device; whoever used it before them counts no more. */
export const lastVerified = async (database: Knex, mac: string): Promise<KnownPhone | undefined> => {
  const { rows } = await database.raw<{ rows: KnownPhone[] }>(
    `select d.id as "deviceId", d.subscriber_id as "subscriberId", d.verified_at as "verifiedAt",
            d.revoked_at as "revokedAt", s.status,
            terms.id is null or exists (select from acceptances a
              where a.subscriber_id = d.subscriber_id and a.terms_id = terms.id) as "termsAccepted"
       from devices d
       join subscribers s on s.id = d.subscriber_id
       left join lateral (select id from terms order by version desc limit 1) terms on true
      where d.mac = :mac::macaddr and d.verified_at is not null
      order by d.verified_at desc, d.id desc
      limit 1`,
    { mac },
  );
  return rows[0];
};

/**
 * Forgets a person's device: it signs in by code again, and is then remembered anew.
 *
 * @returns whose it is
 * @throws Failure `device_unknown`
 */
export const forgetDevice = async (transaction: Knex, deviceId: number, at: number): Promise<number> => {
  const { rows } = await transaction.raw<{ rows: { subscriberId: number }[] }>(
    `update devices set revoked_at = :at where id = :deviceId returning subscriber_id as "subscriberId"`,
    { deviceId, at: instant(at) },
  );
  if (!rows[0]) throw new Failure("device_unknown", { deviceId });
  return rows[0].subscriberId;
};

import type { Knex } from "knex";

/** How a NAS proves itself over TLS, and whether it may still speak UDP. */
export const name = "0002-radsec";

export const up = async (database: Knex): Promise<void> => {
  await database.raw(`
    alter table nas
      add radsec_required boolean not null default false,
      add radsec_psk_identity text check (octet_length(radsec_psk_identity) between 1 and 128),
      add radsec_psk_sealed bytea,
      add radsec_fingerprint text check (radsec_fingerprint ~ '^[0-9a-f]{64}$'),
      add radsec_name text check (radsec_name = lower(radsec_name)),
      add constraint nas_radsec_psk_whole check ((radsec_psk_identity is null) = (radsec_psk_sealed is null));
    comment on column nas.radsec_required is 'nothing is taken from it over UDP';
    comment on column nas.radsec_psk_sealed is 'pre-shared key in hexadecimal; never the secret of UDP';
    comment on column nas.radsec_fingerprint is 'SHA-256 of the client certificate, hexadecimal';
    comment on column nas.radsec_name is 'dNSName or iPAddress among the certificate''s subjectAltName';
    create unique index nas_by_radsec_psk_identity on nas (radsec_psk_identity) where archived_at is null;
    create unique index nas_by_radsec_fingerprint on nas (radsec_fingerprint) where archived_at is null;
    create unique index nas_by_radsec_name on nas (radsec_name) where archived_at is null;
  `);
};

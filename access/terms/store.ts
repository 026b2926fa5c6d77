import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import type { Acceptance, Terms } from "./terms.ts";

/** The terms in force: the highest version; null before any was published. */
export const currentTerms = async (database: Knex): Promise<Terms | null> => {
  const { rows } = await database.raw<{
    rows: { id: number; version: number; vi: string; en: string; publishedAt: number }[];
  }>(
    `select id, version, text_vi as vi, text_en as en, published_at as "publishedAt"
       from terms
      order by version desc
      limit 1`,
  );
  const [row] = rows;
  if (!row) return null;
  return { id: row.id, version: row.version, text: { vi: row.vi, en: row.en }, publishedAt: row.publishedAt };
};

/** Whether a person agreed to this very version. */
export const hasAccepted = async (
  database: Knex,
  subscriberId: number,
  termsId: number,
): Promise<boolean> => {
  const { rows } = await database.raw<{ rows: unknown[] }>(
    "select 1 from acceptances where subscriber_id = :subscriberId and terms_id = :termsId",
    { subscriberId, termsId },
  );
  return rows.length > 0;
};

/** Remembers that a person agreed; the first time counts, a repeat changes nothing. */
export const accept = async (database: Knex, acceptance: Acceptance): Promise<void> => {
  await database("acceptances")
    .insert({
      subscriber_id: acceptance.subscriberId,
      terms_id: acceptance.termsId,
      nas_id: acceptance.nasId,
      accepted_at: instant(acceptance.acceptedAt),
    })
    .onConflict(["subscriber_id", "terms_id"])
    .ignore();
};

/**
 * Publishes terms as the next version; from then on everybody is asked anew.
 *
 * Two at once get two versions: the table is locked against other writers until the transaction ends.
 *
 * @param at  epoch ms
 */
export const publishTerms = async (database: Knex, text: Terms["text"], at: number): Promise<Terms> =>
  database.transaction(async (transaction) => {
    await transaction.raw("lock table terms in share row exclusive mode");
    const { rows } = await transaction.raw<{ rows: { id: number; version: number }[] }>(
      `insert into terms (version, text_vi, text_en, published_at)
       select coalesce(max(version), 0) + 1, :vi, :en, :at from terms
       returning id, version`,
      { ...text, at: instant(at) },
    );
    const [row] = rows;
    if (!row) throw new RangeError("an insert without a row");
    return { ...row, text, publishedAt: at };
  });

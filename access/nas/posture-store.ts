import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import { Failure } from "../runtime/failure.ts";
import { isFromAnywhere } from "./evidence.ts";
import { forgetRun } from "./evidence-store.ts";
import type { Nas } from "./nas.ts";

/** What an operator says of a NAS's signatures. */
export type SignatureWish = {
  readonly mode: Nas["messageAuthenticator"];
  /** replies without Message-Authenticator, for gear that refuses it */
  readonly omitsReplySignature: boolean;
};

type Row = { readonly addresses: readonly string[] };

/**
 * Says what is asked of a NAS's Access-Requests, and whether its replies are signed; the caller announces it (`nas`)
 * after commit.
 *
 * @param at  epoch ms
 * @throws Failure `nas_unknown`, `nas_from_anywhere_unsigned` when it may send from any address
 */
export const setSignatures = async (
  transaction: Knex,
  nasId: number,
  { mode, omitsReplySignature }: SignatureWish,
  at: number,
): Promise<void> => {
  // In this order, as who stores evidence does, so that neither waits for the other.
  await forgetRun(transaction, nasId);
  const { rows } = await transaction.raw<{ rows: Row[] }>(
    "select addresses::text[] as addresses from nas where id = ? and archived_at is null for no key update",
    [nasId],
  );
  if (!rows[0]) throw new Failure("nas_unknown", { nasId });
  if (mode !== "require" && isFromAnywhere(rows[0]))
    throw new Failure("nas_from_anywhere_unsigned", { nasId });
  await transaction("nas")
    .where({ id: nasId })
    .update({
      message_authenticator: mode,
      omits_reply_signature: omitsReplySignature,
      updated_at: instant(at),
    });
};

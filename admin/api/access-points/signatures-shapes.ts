import { z } from "zod";
import { POSTURES } from "#access/nas/evidence";

const at = z.number().int();
const count = z.number().int().nonnegative();
const mode = z.enum(["require", "auto", "legacy"]);

/** What its Access-Requests carried, and what is asked of them. */
export const signaturesSchema = z
  .object({
    posture: z.enum(POSTURES),
    mode,
    omitsReplySignature: z.boolean().describe("replies go without Message-Authenticator: they can be forged"),
    signed: count,
    unsigned: count,
    run: count.describe("signed in a row, since the last that was not"),
    runSince: at.nullable(),
    lastUnsignedAt: at.nullable(),
    proxiedAt: at
      .nullable()
      .describe("last Proxy-State without Message-Authenticator: an attack looks like this"),
    requiredAt: at.nullable().describe("when the evidence was enough to require it from then on"),
    currentSecretAt: at.nullable(),
    previousSecretAt: at.nullable(),
  })
  .strict();

export const setSignaturesSchema = z.object({ mode, omitsReplySignature: z.boolean() }).strict();

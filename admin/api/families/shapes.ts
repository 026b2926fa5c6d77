import { z } from "zod";
import { EVIDENCE_SAID, type Evidence } from "#access/vendors/evidence";
import { type Gap, INSTEAD } from "#access/vendors/gap";
import { MAC_FORMS } from "#access/vendors/mac-text";
import { NAS_KINDS } from "#access/vendors/vendors";

const gaps = z.array(z.enum(Object.keys(INSTEAD) as [Gap, ...Gap[]]));

const profileName = z.string().nullable();

const familySchema = z
  .object({
    kind: z.enum(NAS_KINDS),
    signIn: z.enum(["own", "operator", "led", "none"]),
    // whether its gateways ask RADIUS about logins; others ask the portal
    asksRadius: z.boolean(),
    evidence: z.enum(Object.keys(EVIDENCE_SAID) as [Evidence, ...Evidence[]]),
    coa: z
      .object({
        means: z.enum(["coa", "disconnect", "none"]),
        port: z.number().int(),
        changesLimits: z.boolean(),
        // how its changes write the device's address, by the first octets; null where none names it
        macForm: z.enum(MAC_FORMS).nullable(),
        // whether its changes carry Message-Authenticator, and whether Event-Timestamp
        signed: z.boolean(),
        stamped: z.boolean(),
      })
      .strict(),
    // seconds after which a session must sign in again, since nothing else ends it
    renewEvery: z.number().int().nullable(),
    // which attribute names a session's role or filter, and as what where nobody chose other names; null names none
    naming: z
      .object({
        attribute: z.string().nullable(),
        usual: z.object({ full: profileName, slow: profileName, "government-only": profileName }).strict(),
      })
      .strict(),
    cannot: gaps,
    unsure: gaps,
  })
  .strict();

/** The families of access points this program knows, in the order they are offered. */
export const familiesSchema = z.object({ families: z.array(familySchema) }).strict();

export type Family = z.infer<typeof familySchema>;
export type Families = z.infer<typeof familiesSchema>;

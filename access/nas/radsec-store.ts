import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import { Failure } from "../runtime/failure.ts";
import { octets } from "../runtime/random.ts";
import type { World } from "../runtime/world.ts";
import { type NasRadsec, parseCertificateName, parseFingerprint, parsePskIdentity } from "./radsec.ts";

/** Octets of a key we make; RFC 9813 section 4.1 wants at least 16 and advises 32. */
const PSK_OCTETS = 32;

/** How a NAS shall prove itself; a way that is null is taken away, one that is absent stays as it was. */
type RadsecWish = Partial<Pick<NasRadsec, "required" | "fingerprint" | "name">>;

const columnsOf = ({ required, fingerprint, name }: RadsecWish) => ({
  ...(required !== undefined && { radsec_required: required }),
  ...(fingerprint !== undefined && {
    radsec_fingerprint: fingerprint === null ? null : parseFingerprint(fingerprint),
  }),
  ...(name !== undefined && { radsec_name: name === null ? null : parseCertificateName(name) }),
});

const UNIQUE_VIOLATION = "23505";

const change = async (
  world: World,
  transaction: Knex,
  nasId: number,
  columns: Readonly<Record<string, unknown>>,
): Promise<void> => {
  try {
    const changed = await transaction("nas")
      .where({ id: nasId })
      .update({ ...columns, updated_at: instant(world.now()) });
    if (changed === 0) throw new Failure("nas_unknown", { nasId });
  } catch (cause) {
    if ((cause as { code?: string }).code !== UNIQUE_VIOLATION) throw cause;
    throw new Failure("radsec_identity_taken", { nasId }, { cause });
  }
};

/**
 * Says how a NAS proves itself over TLS by certificate, and whether UDP is still taken from it; the caller announces
 * it (`nas`) after commit.
 *
 * @throws Failure `nas_unknown`, `radsec_identity_taken`, `radsec_fingerprint_invalid`, `radsec_name_invalid`
 */
export const setRadsec = async (
  world: World,
  transaction: Knex,
  nasId: number,
  wish: RadsecWish,
): Promise<void> => change(world, transaction, nasId, columnsOf(wish));

/**
 * Gives a NAS a new pre-shared key under an identity; connections made with the one before end with their next packet.
 * The caller announces it (`nas`) after commit.
 *
 * @returns the key, hexadecimal, to be shown once
 * @throws Failure `nas_unknown`, `radsec_identity_taken`, `radsec_psk_identity_invalid`
 */
export const givePsk = async (
  world: World,
  transaction: Knex,
  nasId: number,
  identity: string,
): Promise<string> => {
  const psk = octets(PSK_OCTETS).toString("hex");
  await change(world, transaction, nasId, {
    radsec_psk_identity: parsePskIdentity(identity),
    radsec_psk_sealed: world.keyring.seal("nas-secret", psk),
  });
  return psk;
};

/** Takes a NAS's pre-shared key away; the caller announces it (`nas`) after commit. @throws Failure `nas_unknown` */
export const takePsk = (world: World, transaction: Knex, nasId: number): Promise<void> =>
  change(world, transaction, nasId, { radsec_psk_identity: null, radsec_psk_sealed: null });

import type { Keyring } from "../runtime/keyring.ts";

/** A device that a NAS asked about by its address and, as nobody knew it, let as far as the portal. */
export type Led = {
  readonly nasId: number;
  /** `aa:bb:cc:dd:ee:01` */
  readonly mac: string;
  /** User-Name as the NAS wrote it, by which it knows the device; empty where the address had no room for it */
  readonly loginId: string;
  /** Acct-Session-Id; empty where the NAS said none, or the address had no room for it */
  readonly nasSessionId: string;
  /** epoch ms */
  readonly at: number;
};

/** The name of the parameter that brings it in the portal's address. */
export const LED = "led";

/** How long an address given to a NAS may be opened, ms. */
const OPEN_MS = 3_600_000;

/**
 * A device as one parameter of an address we give to its NAS: sealed, since it goes through the air in clear and a MAC
 * address is somebody's.
 */
export const ledText = (keyring: Keyring, { nasId, mac, loginId, nasSessionId, at }: Led): string =>
  keyring.seal("led", JSON.stringify([nasId, mac, loginId, nasSessionId, at])).toString("base64url");

/**
 * The device a parameter names.
 *
 * @param at  epoch ms
 * @returns undefined for what we did not seal, and for what is too old
 */
export const ledIn = (keyring: Keyring, text: string, at: number): Led | undefined => {
  try {
    const plain = keyring.open("led", Buffer.from(text, "base64url"));
    const [nasId, mac, loginId, nasSessionId, sealedAt] = JSON.parse(plain); // only `ledText` seals one
    return at - sealedAt < OPEN_MS ? { nasId, mac, loginId, nasSessionId, at: sealedAt } : undefined;
  } catch {
    return undefined;
  }
};

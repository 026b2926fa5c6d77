import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { Failure } from "./failure.ts";
import { hmacSha256 } from "./hmac.ts";

/** What a sealed value is for; each purpose has a key of its own, so one cannot be opened as another. */
type Purpose =
  | "phone"
  | "nas-secret"
  | "grant"
  | "totp"
  | "challenge"
  | "class"
  | "visit"
  | "led"
  | "lab-sms";

/** Seals, opens and recognises secrets with keys derived from the one master secret. */
export type Keyring = {
  /** AES-256-GCM: one version octet, 12 octets of nonce, the ciphertext, 16 octets of tag. */
  readonly seal: (purpose: Purpose, plain: string) => Buffer;
  /** The text sealed for the same purpose. @throws Failure `sealed_unreadable` for a foreign or damaged value */
  readonly open: (purpose: Purpose, sealed: Uint8Array) => string;
  /** HMAC-SHA-256, 32 octets: the same text always gives the same mark, so it can be looked up but not read. */
  readonly blind: (purpose: Purpose, plain: string | Uint8Array) => Buffer;
};

const VERSION = 1;

/**
 * A keyring over one master secret.
 *
 * @param master  at least 32 characters of secret text; HKDF-SHA-256 (RFC 5869) derives the key of each purpose
 */
export const keyringOf = (master: string): Keyring => {
  const keys = new Map<string, Buffer>();
  const key = (use: "seal" | "blind", purpose: Purpose): Buffer => {
    const label = `hien ${use} ${purpose}`;
    const known = keys.get(label);
    if (known) return known;
    const made = Buffer.from(hkdfSync("sha256", master, "", label, 32));
    keys.set(label, made);
    return made;
  };
  const markers = new Map<Purpose, (message: Uint8Array) => Buffer>();
  const marker = (purpose: Purpose) => {
    const known = markers.get(purpose);
    if (known) return known;
    const made = hmacSha256(key("blind", purpose));
    markers.set(purpose, made);
    return made;
  };
  return {
    seal: (purpose, plain) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", key("seal", purpose), nonce);
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, body, cipher.getAuthTag()]);
    },
    open: (purpose, sealed) => {
      try {
        if (sealed[0] !== VERSION || sealed.length < 29) throw new RangeError("not a sealed value");
        const decipher = createDecipheriv("aes-256-gcm", key("seal", purpose), sealed.subarray(1, 13), {
          authTagLength: 16,
        });
        decipher.setAuthTag(sealed.subarray(sealed.length - 16));
        return decipher.update(sealed.subarray(13, -16), undefined, "utf8") + decipher.final("utf8");
      } catch (cause) {
        throw new Failure("sealed_unreadable", { purpose }, { cause });
      }
    },
    blind: (purpose, plain) => marker(purpose)(typeof plain === "string" ? Buffer.from(plain) : plain),
  };
};

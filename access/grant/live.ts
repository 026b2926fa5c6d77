import { keys, TAGS } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import type { Keyring } from "../runtime/keyring.ts";
import { below, token } from "../runtime/random.ts";

/** How long a grant may wait for its Access-Request, seconds. */
export const GRANT_SECONDS = 120;

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** A single-use right to log in at one NAS from one device. */
export type Grant = {
  readonly loginId: string;
  readonly subscriberId: number;
  readonly nasId: number;
  /** empty when the redirect did not say */
  readonly mac: string;
  /** empty when the redirect did not say */
  readonly address: string;
  /** the password the NAS will repeat */
  readonly password: string;
  /** who used it already: the key of that Access-Request, else empty */
  readonly usedBy: string;
};

/**
 * A new login id: `w-` and 12 characters, of which two name the hash tag, so that it is found again by itself; the
 * other 55 bits are random.
 */
export const newLoginId = (tag: number): string =>
  `w-${ALPHABET[below(16) * 2 + (tag >> 5)]}${ALPHABET[tag & 31]}${token(10)}`;

/** The hash tag a login id names; `undefined` when it is none of ours. */
export const tagOfLoginId = (loginId: string): number | undefined => {
  if (!/^w-[0-9a-hjkmnp-tv-z]{12}$/.test(loginId)) return undefined;
  const tag = (ALPHABET.indexOf(loginId[2] ?? "") & 1) * 32 + ALPHABET.indexOf(loginId[3] ?? "");
  return tag < TAGS ? tag : undefined;
};

/** Keeps a grant until it is used or `GRANT_SECONDS` are over; its password is sealed, since CHAP needs it in clear. */
export const putGrant = async (
  redis: RedisClient,
  keyring: Keyring,
  grant: Omit<Grant, "usedBy">,
  tag: number,
): Promise<void> => {
  const key = keys.grant(tag, grant.loginId);
  await redis
    .multi()
    .hset(key, {
      b: grant.subscriberId,
      n: grant.nasId,
      m: grant.mac,
      f: grant.address,
      secret: keyring.seal("grant", grant.password).toString("base64"),
    })
    .expire(key, GRANT_SECONDS)
    .exec();
};

/** The grant of a login id; `undefined` when there is none, or it is over. */
export const readGrant = async (
  redis: RedisClient,
  keyring: Keyring,
  loginId: string,
): Promise<Grant | undefined> => {
  const tag = tagOfLoginId(loginId);
  if (tag === undefined) return undefined;
  const hash = await redis.hgetall(keys.grant(tag, loginId));
  if (!hash["secret"]) return undefined;
  return {
    loginId,
    subscriberId: Number(hash["b"]),
    nasId: Number(hash["n"]),
    mac: hash["m"] ?? "",
    address: hash["f"] ?? "",
    password: keyring.open("grant", Buffer.from(hash["secret"], "base64")),
    usedBy: hash["used"] ?? "",
  };
};

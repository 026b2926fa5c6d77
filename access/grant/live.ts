import { keys, TAGS, tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { packValues } from "../redis/pack.ts";
import { runForBuffers, scriptBeside } from "../redis/script.ts";
import { type Reader, unpacking } from "../redis/unpack.ts";
import { ALPHABET, worthAt } from "../runtime/base32.ts";
import { Failure } from "../runtime/failure.ts";
import type { Keyring } from "../runtime/keyring.ts";
import { below, token } from "../runtime/random.ts";
import { RETAINED } from "../session/packed.ts";
import { ifReadable } from "../session/unreadable.ts";
import { type LivePerson, personIn } from "../subscriber/live.ts";

const READ = scriptBeside(import.meta.url, "./read.lua");

/** How long a grant may wait for its Access-Request, seconds. */
export const GRANT_SECONDS = 120;

/**
 * How long a grant is kept after each login with it where it may be used again, seconds: less than its session is
 * remembered after its end (`RETAINED`), or it would open another.
 */
export const REPEATABLE_SECONDS = RETAINED / 2;

const LETTERS = Buffer.from(ALPHABET, "latin1");

/** A right to log in at one NAS from one device, used up by the session it opens. */
export type Grant = {
  readonly loginId: string;
  readonly subscriberId: number;
  readonly nasId: number;
  /** empty when the redirect did not say */
  readonly mac: string;
  /** empty when the redirect did not say */
  readonly address: string;
};

/** Characters of a login id. */
const LOGIN_ID = 14;

/**
 * A new login id: `w-` and 12 characters, of which two name the hash tag, so that it is found again by itself; the
 * other 55 bits are random.
 */
export const newLoginId = (tag: number): string =>
  `w-${ALPHABET[below(16) * 2 + (tag >> 5)]}${ALPHABET[tag & 31]}${token(10)}`;

/** The hash tag a login id names; `undefined` when it is none of ours. */
export const tagOfLoginId = (loginId: string): number | undefined => {
  if (loginId.length !== LOGIN_ID || !loginId.startsWith("w-")) return undefined;
  // not by a regular expression: each login asks three times
  for (let at = 2; at < LOGIN_ID; at += 1) if (worthAt(loginId, at) < 0) return undefined;
  const tag = (worthAt(loginId, 2) & 1) * 32 + worthAt(loginId, 3);
  return tag < TAGS ? tag : undefined;
};

type PackedGrant = readonly [subscriberId: number, nasId: number, mac: string, address: string];

/** exactly 16 characters: some gateways cut a password there */
const PASSWORD_LENGTH = 16;

/**
 * The octets of a grant's password, 80 bits that only the keyring can tell from its login id: it need not be kept anywhere,
 * though CHAP needs it in clear.
 */
export const passwordOctets = (keyring: Keyring, loginId: string): Buffer => {
  const mark = keyring.blind("grant", loginId);
  const password = Buffer.allocUnsafe(PASSWORD_LENGTH);
  for (let index = 0; index < PASSWORD_LENGTH; index += 1) password[index] = LETTERS[mark[index]! & 31]!;
  return password;
};

/** The password of a grant as text, as the NAS will repeat it. */
export const passwordOf = (keyring: Keyring, loginId: string): string =>
  passwordOctets(keyring, loginId).toString("latin1");

/** Keeps a grant, for `GRANT_SECONDS` unless told otherwise. */
export const putGrant = async (
  redis: RedisClient,
  grant: Grant,
  seconds: number = GRANT_SECONDS,
): Promise<void> => {
  const { subscriberId, nasId, mac, address, loginId } = grant;
  const packed: PackedGrant = [subscriberId, nasId, mac, address];
  await redis.set(keys.grant(tagOf(subscriberId), loginId), packValues(packed), "EX", seconds);
};

const grantIn = (loginId: string, packed: Buffer): Grant =>
  unpacking(packed, (from: Reader) => ({
    loginId,
    subscriberId: from.number(),
    nasId: from.number(),
    mac: from.text(),
    address: from.text(),
  }));

/** The grant of a login id; `undefined` when there is none, or it is over. */
export const readGrant = async (redis: RedisClient, loginId: string): Promise<Grant | undefined> => {
  const tag = tagOfLoginId(loginId);
  if (tag === undefined) return undefined;
  const packed = await redis.getBuffer(keys.grant(tag, loginId));
  return packed ? grantIn(loginId, packed) : undefined;
};

/** A grant, and the person it is for, if Redis knows them and they can be read. */
export type GrantOfPerson = { readonly grant: Grant; readonly person: LivePerson | undefined };

const ofPerson = (loginId: string, grant: Buffer | Error, person: Buffer | null): GrantOfPerson | Failure => {
  try {
    if (grant instanceof Error) throw grant;
    // who cannot be read is put right by whoever looks for them
    return { grant: grantIn(loginId, grant), person: person ? ifReadable(person, personIn) : undefined };
  } catch (cause) {
    return new Failure("grant_unreadable", {}, { cause });
  }
};

/**
 * Grants of login ids of ours with the people they are for, read in one call; on a cluster all of one hash tag.
 *
 * @returns for each in order; a Failure `grant_unreadable` where nobody of ours wrote the grant
 */
export const readGrants = async (
  redis: RedisClient,
  loginIds: readonly string[],
): Promise<(GrantOfPerson | undefined | Failure)[]> => {
  const names = loginIds.map((loginId) => keys.grant(tagOfLoginId(loginId) ?? 0, loginId));
  const replies = (await runForBuffers(redis, READ, names)) as (Buffer | Error | null)[];
  return loginIds.map((loginId, index) => {
    const grant = replies[index * 2];
    return grant ? ofPerson(loginId, grant, replies[index * 2 + 1] as Buffer | null) : undefined;
  });
};

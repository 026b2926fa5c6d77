import { keys } from "#access/redis/keys";
import { run, scriptBeside } from "#access/redis/script";
import type { World } from "#access/runtime/world";
import { TRIES, VALID_FOR } from "./code.ts";
import { LIMITS, type SendRefusal } from "./limits.ts";

const RESERVE = scriptBeside(import.meta.url, "reserve.lua");
const RELEASE = scriptBeside(import.meta.url, "release.lua");
const VERIFY = scriptBeside(import.meta.url, "verify.lua");

/** For whom a code is sent, and from where. */
export type Challenge = {
  /** the row of visits of one device to which the code belongs */
  readonly sitting: string;
  readonly e164: string;
  /** `aa:bb:cc:dd:ee:01`; null when the gateway does not say */
  readonly mac: string | null;
  readonly siteId: number;
};

/** What came of asking for a code; instants in epoch ms. */
export type Reservation =
  | { readonly kind: "reserved"; readonly againAt: number }
  | { readonly kind: "refused"; readonly code: SendRefusal; readonly untilAt: number };

/** What came of typing a code. */
export type Verdict =
  | { readonly kind: "right"; readonly requestId: string }
  | { readonly kind: "wrong"; readonly left: number }
  | { readonly kind: "spent" | "expired" | "none" };

const BLOCK_ENDS = 4;

const marker = (world: World) => (what: string, text: string) =>
  world.keyring.blind("challenge", `${what} ${text}`).toString("hex");

/** A code is kept only as an HMAC over whom it is for. */
const markOfCode = (world: World, sitting: string, e164: string, code: string): string =>
  marker(world)("code", `${sitting} ${e164} ${code}`);

const keysOf = (world: World, { sitting, e164, mac }: Challenge): string[] => {
  const mark = marker(world);
  return [
    keys.code(sitting),
    keys.smsLimit("number", mark("number", e164), "day"),
    keys.smsLimit("block", mark("block", e164.slice(0, -BLOCK_ENDS)), "day"),
    keys.smsLimit("device", mark("device", mac ?? sitting), "day"),
    keys.smsLimit("visit", sitting, "day"),
  ];
};

/** Counts one sending and stores its code, or says which limit has no room and until when. One atomic step. */
export const reserve = async (
  world: World,
  challenge: Challenge,
  requestId: string,
  code: string,
): Promise<Reservation> => {
  const [kind, at] = (await run(
    world.redis,
    RESERVE,
    [...keysOf(world, challenge), keys.smsLimit("site", String(challenge.siteId), "bucket")],
    [
      world.now(),
      requestId,
      markOfCode(world, challenge.sitting, challenge.e164, code),
      VALID_FOR,
      LIMITS.firstWait,
      LIMITS.numberPerHour,
      LIMITS.numberPerDay,
      LIMITS.blockPerHour,
      LIMITS.devicePerHour,
      LIMITS.devicePerDay,
      LIMITS.perVisit,
      LIMITS.siteBurst,
      LIMITS.sitePerSecond,
    ],
  )) as ["reserved" | SendRefusal, string]; // the script's reply
  return kind === "reserved"
    ? { kind, againAt: Number(at) }
    : { kind: "refused", code: kind, untilAt: Number(at) };
};

/** Gives back what a reservation cost, when its message certainly was not sent. */
export const release = async (world: World, challenge: Challenge, requestId: string): Promise<void> => {
  await run(world.redis, RELEASE, keysOf(world, challenge), [requestId]);
};

/** Tries a typed code; a right one is used up. One atomic step. */
export const verify = async (
  world: World,
  { sitting, e164 }: Pick<Challenge, "sitting" | "e164">,
  code: string,
): Promise<Verdict> => {
  const [kind, value = ""] = (await run(
    world.redis,
    VERIFY,
    [keys.code(sitting)],
    [world.now(), markOfCode(world, sitting, e164, code), TRIES],
  )) as [Verdict["kind"], string?]; // the script's reply
  if (kind === "right") return { kind, requestId: value };
  return kind === "wrong" ? { kind, left: Number(value) } : { kind };
};

/** A code that waits to be typed; instants in epoch ms. */
export type PendingCode = { readonly expiresAt: number; readonly againAt: number };

/** The code that waits in a sitting; null when there is none, it is used up or expired. */
export const pendingCode = async (world: World, sitting: string): Promise<PendingCode | null> => {
  const [expires, again, tries] = await world.redis.hmget(keys.code(sitting), "expires", "again", "tries");
  if (!expires || Number(expires) <= world.now() || Number(tries) >= TRIES) return null;
  return { expiresAt: Number(expires), againAt: Number(again) };
};

/** Forgets the code that waits in a sitting, since the person wants another number. */
export const forget = async (world: World, sitting: string): Promise<void> => {
  await world.redis.del(keys.code(sitting));
};

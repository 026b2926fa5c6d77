import { describe, expect, it } from "vitest";
import { buckets } from "#radius-server/posture/buckets";
import { rateLimit } from "#radius-server/posture/rates";
import { MOST_WAITING, rejectDelay } from "#radius-server/posture/reject-delay";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { type Packet, parse } from "#radius-server/protocol/packet";
import { secretOf } from "#radius-server/protocol/secret";
import { request, text } from "#radius-server/protocol/write";
import { nasWith } from "../nas.ts";

const NOW = 1_000_000;
const taken = (take: () => boolean, tries: number): number =>
  Array.from({ length: tries }, take).filter(Boolean).length;

describe("a token bucket", () => {
  it("gives its burst at once and then its rate", () => {
    const limit = buckets(16, { burst: 5, perSecond: 2 });
    expect(taken(() => limit.take(7, NOW), 20)).toBe(5);
    expect(taken(() => limit.take(7, NOW + 1_000), 20)).toBe(2);
    expect(taken(() => limit.take(7, NOW + 60_000), 20)).toBe(5);
  });

  it("is one sender's own", () => {
    const limit = buckets(16, { burst: 1, perSecond: 0 });
    expect([limit.take(1, NOW), limit.take(2, NOW), limit.take(1, NOW)]).toEqual([true, true, false]);
  });

  it("gives nothing for a clock that is set back", () => {
    const limit = buckets(16, { burst: 1, perSecond: 1 });
    limit.take(1, NOW);
    expect(limit.take(1, NOW - 60_000)).toBe(false);
    expect(limit.take(1, NOW + 1_000)).toBe(true);
  });

  it("makes room for a new sender by forgetting the one not heard for longest", () => {
    const limit = buckets(4, { burst: 1, perSecond: 0 });
    for (const key of [1, 2, 3, 4]) limit.take(key, NOW + key);
    expect(limit.take(5, NOW + 5)).toBe(true);
    expect(limit.take(4, NOW + 6)).toBe(false);
    expect(limit.take(1, NOW + 7)).toBe(true);
  });

  it("takes a key of zero for a sender like others", () => {
    const limit = buckets(4, { burst: 1, perSecond: 0 });
    expect([limit.take(0, NOW), limit.take(0, NOW)]).toEqual([true, false]);
  });
});

const access = (mac: string): Packet =>
  parse(
    request(1, 1, [text(ATTRIBUTE["Calling-Station-Id"], mac)], secretOf("s"), {
      requestAuthenticator: Buffer.alloc(16),
    }),
  ) as Packet;

describe("the rate limits", () => {
  it("hold back one device's logins and leave the others", () => {
    const limit = rateLimit({ nasPerSecond: 0, deviceLoginsPerMinute: 30 });
    const tries = Array.from({ length: 12 }, () => limit(nasWith(), access("aa-bb-cc-dd-ee-01"), NOW));
    expect(tries.filter((excess) => excess === "device-too-fast")).toHaveLength(2);
    expect(limit(nasWith(), access("aa-bb-cc-dd-ee-02"), NOW)).toBeUndefined();
    expect(limit(nasWith(), access("aa-bb-cc-dd-ee-01"), NOW + 2_000)).toBeUndefined();
  });

  it("hold back one NAS whatever it sends, and leave the others", () => {
    const limit = rateLimit({ nasPerSecond: 10, deviceLoginsPerMinute: 0 });
    const tries = Array.from({ length: 25 }, () => limit(nasWith(), access("aa-bb-cc-dd-ee-01"), NOW));
    expect(tries.filter((excess) => excess === "nas-too-fast")).toHaveLength(5);
    expect(limit(nasWith({ id: 2 }), access("aa-bb-cc-dd-ee-01"), NOW)).toBeUndefined();
  });

  it("are none where they are set to 0", () => {
    const limit = rateLimit({ nasPerSecond: 0, deviceLoginsPerMinute: 0 });
    const tries = Array.from({ length: 1_000 }, () => limit(nasWith(), access("aa-bb-cc-dd-ee-01"), NOW));
    expect(tries.every((excess) => excess === undefined)).toBe(true);
  });
});

const isSettled = async (promise: Promise<void>): Promise<boolean> =>
  Promise.race([promise.then(() => true), Promise.resolve().then(() => Promise.resolve(false))]);

describe("the delay of rejects", () => {
  it("holds a reject back, and lets go of all when it is closed", async () => {
    const delay = rejectDelay(60_000);
    const held = delay.pass();
    expect(await isSettled(held)).toBe(false);
    delay.close();
    await held;
    await delay.pass();
  });

  it("lets a reject pass at once beyond the most that wait", async () => {
    const delay = rejectDelay(60_000, 2);
    const held = [delay.pass(), delay.pass()];
    await delay.pass();
    delay.close();
    await Promise.all(held);
    expect(MOST_WAITING).toBeLessThanOrEqual(10_000);
  });

  it("lasts at least as long as it is set", async () => {
    const began = performance.now();
    await rejectDelay(50).pass();
    expect(performance.now() - began).toBeGreaterThanOrEqual(48);
  });
});

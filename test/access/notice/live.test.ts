import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { keep, onePerWorld } from "#access/notice/kept";
import { announce, type HeardNotice, listen } from "#access/notice/live";
import { NOTICES } from "#access/redis/keys";
import { type TestWorld, testWorld } from "../../setup/world.ts";

/** Long enough for a busy machine; the wait ends as soon as it is so. */
const SOON = { timeout: 10_000 };

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

/** Cuts the connections that listen, as a restart of Redis would. */
const cutListeners = () => world.redis.call("CLIENT", "KILL", "TYPE", "pubsub");

describe("a notice", () => {
  it("reaches who listens, and malformed messages reach nobody", async () => {
    const heard: HeardNotice[] = [];
    const stop = await listen(world, (notice) => heard.push(notice));
    for (const malformed of [
      "",
      "x",
      "null",
      '{"kind":"nas","id":1}',
      '{"notice":{"kind":"nas"},"mark":"1"}',
      '{"notice":{"kind":"war","id":1},"mark":"1"}',
      '{"notice":{"kind":"nas","id":"1"},"mark":"1"}',
    ]) {
      await world.redis.publish(NOTICES, malformed);
    }
    await announce(world.redis, { kind: "plan", id: 3 });
    await vi.waitFor(() => expect(heard).toEqual([{ kind: "plan", id: 3 }]), SOON);
    await stop();
  });

  it("has a mark of its own, the same for all who hear it", async () => {
    const heard: string[] = [];
    const hear = (_notice: HeardNotice, mark: string) => heard.push(mark);
    const stops = [await listen(world, hear), await listen(world, hear)];
    await announce(world.redis, { kind: "plan", id: 3 });
    await vi.waitFor(() => expect(heard).toHaveLength(2), SOON);
    await announce(world.redis, { kind: "plan", id: 3 });
    await vi.waitFor(() => expect(heard).toHaveLength(4), SOON);
    expect(heard[0]).toBe(heard[1]);
    expect(heard[2]).toBe(heard[3]);
    expect(new Set(heard).size).toBe(2);
    for (const stop of stops) await stop();
  });

  it("may have been missed while the connection was lost, so all is said to be old, then notices come again", async () => {
    const heard: HeardNotice[] = [];
    const stop = await listen(world, (notice) => heard.push(notice));
    await cutListeners();
    await vi.waitFor(() => expect(heard).toEqual([{ kind: "all" }]), SOON);
    await announce(world.redis, { kind: "nas", id: 1 });
    await vi.waitFor(() => expect(heard).toContainEqual({ kind: "nas", id: 1 }), SOON);
    await stop();
  });

  it("reaches nobody who stopped listening", async () => {
    const stop = await listen(world, () => expect.unreachable());
    await stop();
    await announce(world.redis, { kind: "nas", id: 1 });
    await vi.waitFor(async () => expect(await world.redis.publish(NOTICES, "counted")).toBe(0), SOON);
  });
});

describe("what is kept in memory", () => {
  it("is read again on its own notices alone", async () => {
    const load = vi.fn(async () => load.mock.calls.length);
    const kept = await keep(world, { name: "counter", kinds: ["plan"], load });
    await announce(world.redis, { kind: "nas", id: 1 });
    await announce(world.redis, { kind: "plan", id: 1 });
    await vi.waitFor(() => expect(kept.current()).toBe(2), SOON);
    expect(load).toHaveBeenCalledTimes(2);
    await kept.close();
  });

  it("stays as it was when it cannot be read, is logged once, and is tried until it can", async () => {
    const answers: (() => string)[] = [() => "first"];
    const away = () => {
      throw new Error("the database is away");
    };
    const error = vi.spyOn(world.log, "error");
    const load = vi.fn(async () => (answers.shift() ?? away)());
    const kept = await keep(world, { name: "answer", kinds: ["plan"], load });
    await announce(world.redis, { kind: "plan", id: 1 });
    await vi.waitFor(() => expect(load.mock.calls.length).toBeGreaterThan(2), SOON);
    expect(kept.current()).toBe("first");
    answers.push(() => "second");
    await vi.waitFor(() => expect(kept.current()).toBe("second"), SOON);
    expect(error).toHaveBeenCalledTimes(1);
    error.mockRestore();
    await kept.close();
  });

  it("is read once more, not once each, for notices that come during a reading", async () => {
    const waiting: (() => void)[] = [];
    let readings = 0;
    const load = async () => {
      readings += 1;
      if (readings > 1) await new Promise<void>((go) => waiting.push(go));
      return readings;
    };
    const connections = vi.spyOn(world.redis, "duplicate");
    const kept = await keep(world, { name: "slow", kinds: ["plan"], load });
    // Another listener would hear in its own time: it is the table's own connection that must have heard them all.
    let heard = 0;
    connections.mock.results[0]?.value.on("message", () => {
      heard += 1;
    });
    connections.mockRestore();
    for (let id = 1; id <= 20; id += 1) await announce(world.redis, { kind: "plan", id });
    await vi.waitFor(() => expect(heard).toBe(20), SOON);
    await vi.waitFor(() => expect(waiting).toHaveLength(1), SOON);
    waiting.shift()?.();
    await vi.waitFor(() => expect(waiting).toHaveLength(1), SOON);
    waiting.shift()?.();
    await vi.waitFor(() => expect(kept.current()).toBe(3), SOON);
    expect(readings).toBe(3);
    await kept.close();
  });

  it("is not kept at all when it cannot be read the first time, and leaves no connection behind", async () => {
    const load = () => Promise.reject(new Error("no such table"));
    await expect(keep(world, { name: "nothing", kinds: [], load })).rejects.toThrow("no such table");
    await vi.waitFor(async () => expect(await world.redis.publish(NOTICES, "counted")).toBe(0), SOON);
  });
});

describe("a table shared by a world", () => {
  it("is opened once by many who ask, and anew after it was closed or could not be opened", async () => {
    const close = vi.fn(async () => {});
    const open = vi.fn(async () => ({ close })).mockRejectedValueOnce(new Error("away"));
    const shared = onePerWorld(open);
    await expect(shared.of(world)).rejects.toThrow("away");
    const [one, other] = await Promise.all([shared.of(world), shared.of(world)]);
    expect(one).toBe(other);
    expect(open).toHaveBeenCalledTimes(2);
    await shared.close(world);
    await shared.close(world);
    expect(close).toHaveBeenCalledTimes(1);
    await shared.of(world);
    expect(open).toHaveBeenCalledTimes(3);
  });
});

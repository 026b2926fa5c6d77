import { EventEmitter, once } from "node:events";
import { join } from "node:path";
import { afterEach, describe, expect, inject, it, vi } from "vitest";
import { openRedis } from "#access/redis/open";
import { startRedis } from "#access/redis/private";
import { type Kept, keepRunning } from "#access/runtime/keep-running";
import { isAlive } from "../../setup/process.ts";

const dir = join(inject("runDirectory"), `kept-${process.pid}`);
let kept: Kept | undefined;
afterEach(async () => {
  await kept?.stop();
});

describe("a Redis that is kept running", () => {
  it("is back at the same address, with what it acknowledged, after it was killed", async () => {
    const pids: number[] = [];
    const start = async () => {
      const server = await startRedis({ dir });
      pids.push(server.pid);
      return server;
    };
    kept = await keepRunning(start, () => {});
    const client = openRedis(kept.url);
    client.on("error", () => {}); // it is away for a moment
    await client.set("kept", "7");

    process.kill(pids[0]!, "SIGKILL");
    await vi.waitFor(() => expect(pids).toHaveLength(2), 10_000);
    expect(await client.get("kept")).toBe("7");
    client.disconnect();
  });

  it("stops also while it is being started again", async () => {
    const pids: number[] = [];
    const times = new EventEmitter();
    const isBack = once(times, "back");
    const mayGoOn = once(times, "stopping");
    kept = await keepRunning(
      async () => {
        const server = await startRedis({ dir });
        pids.push(server.pid);
        if (pids.length === 1) return server;
        times.emit("back");
        await mayGoOn;
        return server;
      },
      () => {},
    );
    process.kill(pids[0]!, "SIGKILL");
    await isBack;
    const stopped = kept.stop();
    times.emit("stopping");
    await stopped;
    expect(isAlive(pids[1]!)).toBe(false);
  });

  it("tells why when it cannot be started again", async () => {
    let starts = 0;
    const server = await startRedis({ dir });
    const gaveUp = new Promise((resolve) => {
      void keepRunning(async () => {
        starts += 1;
        if (starts > 1) throw new Error("no second time");
        return server;
      }, resolve);
    });
    await server.stop();
    expect(await gaveUp).toMatchObject({ message: "no second time" });
  });
});

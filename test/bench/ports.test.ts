import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { freePort, freeUdpPort } from "../../bench/ports.ts";

const RANGE = "/proc/sys/net/ipv4/ip_local_port_range";

describe.runIf(process.platform === "linux")("the ports of servers that are measured or tested", () => {
  it("lie below those the system gives to whoever asks for any", async () => {
    const first = Number.parseInt(readFileSync(RANGE, "utf8"), 10);
    const ports = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? freePort() : freeUdpPort())),
    );
    expect(ports.filter((port) => port >= first)).toEqual([]);
  });
});

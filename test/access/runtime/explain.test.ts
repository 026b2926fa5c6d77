import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { explain } from "#access/runtime/explain";
import { Failure } from "#access/runtime/failure";

const listening = (port: number): Promise<{ readonly port: number; readonly close: () => void }> =>
  new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve({
        port: typeof address === "object" && address ? address.port : 0,
        close: () => server.close(),
      });
    });
  });

describe("what an operator is told of a start that failed", () => {
  it("is one sentence with the port when a port is in use", async () => {
    const first = await listening(0);
    const fault = await listening(first.port).catch((each: unknown) => each);
    first.close();
    expect(explain(fault)).toBe(
      `Port ${first.port} of 127.0.0.1 is in use by another program; end that program or choose another port in the settings.`,
    );
  });

  it("is every faulty setting on a line of its own", () => {
    const fault = new Failure("settings_invalid", {
      faults: "PORTAL_PORT: is no number\nREDIS_URL: is missing",
    });
    expect(explain(fault).split("\n")).toHaveLength(3);
  });

  it("is the code and its fields for a fault without a sentence", () => {
    expect(explain(new Failure("plan_unknown", { code: "gold" }))).toBe('plan_unknown {"code":"gold"}');
  });

  it("keeps the trace of what nobody expected", () => {
    expect(explain(new TypeError("x is not a function"))).toContain("explain.test");
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CODE } from "#radius-server/protocol/codes";
import { ledger } from "../access/session/live.ts";
import { faultsByReason } from "./faults.ts";
import { reportRequest } from "./gateway.ts";
import { MB, openScene, type Scene } from "./truth/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ withoutDrain: true });
});
afterAll(() => scene.close());

describe("a report that by its Acct-Status-Type is of no session of ours", () => {
  it.each([
    ["Failed (RFC 2866 section 5.1)", 15, "accounting-failed"],
    ["Tunnel-Start (RFC 2867 section 3)", 9, "accounting-tunnel"],
    ["Tunnel-Link-Reject (RFC 2867 section 3)", 14, "accounting-tunnel"],
    ["reserved", 4, "status-type-unknown"],
    ["a vendor's own", 4_000_000_000, "status-type-unknown"],
  ])("is kept, answered and counted by its kind, and changes nothing: %s", async (_, status, reason) => {
    const { home, nas } = scene;
    const told = await scene.online(`k${status}`);
    await told.tell({ status: "Interim-Update", down: MB, seconds: 60 });
    const [before, faults] = [await told.known(), await faultsByReason(home.world)];
    const report = reportRequest(home.nas, { ...told, status, down: 900 * MB, seconds: 900 });
    expect((await nas.ask(home.radius.acctPort, report)).code).toBe(CODE["Accounting-Response"]);
    expect(await told.known()).toEqual(before);
    const counted = { ...faults, [reason]: (faults[reason] ?? 0) + 1 };
    expect(await faultsByReason(home.world)).toEqual(counted);
    expect((await ledger(home.world.redis)).at(-1)).toMatchObject({
      ...{ kind: "other", cause: String(status), nasId: home.nas.id, nasSessionId: `k${status}` },
      ...{ subscriberId: 0, sessionId: "", usage: [] },
    });
  });
});

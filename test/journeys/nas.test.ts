import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openSession } from "#access/session/find";
import { wishSession } from "#access/session/wish";
import type { DialectName } from "#access/vendors/vendor";
import { speaking } from "#lab/lab";
import { arrive, type Hotspot, handOver, openHotspot } from "./hotspot.ts";

let hotspot: Hotspot;
beforeAll(async () => {
  hotspot = await openHotspot();
});
afterAll(() => hotspot.close());

describe.each<DialectName>(["uam", "mikrotik", "generic"])("a %s access point and RADIUS", (dialect) => {
  it("let a person with a grant online, count what passes, and end the session on request", async () => {
    const nas = speaking(hotspot.lab.points, dialect)[0]!;
    const { attachment, grant } = await arrive(hotspot, nas);
    const answer = await handOver(attachment, grant);
    expect(answer.status).toBe(302);
    expect(attachment.verdict()?.kind).toBe("accepted");
    const session = attachment.session()!;
    expect(session.standing().limits).toMatchObject({ downKbps: 10_000, upKbps: 5_000 });
    expect(session.accepted.classes).toHaveLength(1);

    session.pass({ up: 1_000_000, down: 80_000_000 });
    await session.report();
    await session.report();
    const { acknowledged, totals } = session.standing();
    expect(acknowledged).toMatchObject({ up: totals.up, down: totals.down });

    const { mac, sessionId } = attachment.association();
    const known = await vi.waitUntil(() =>
      openSession(hotspot.world, { nasId: nas.id, mac, nasSessionId: sessionId }),
    );
    await wishSession(
      hotspot.world,
      { subscriberId: known.subscriberId, sessionId: known.sessionId },
      "end",
      "staff",
    );
    await vi.waitFor(() => expect(session.standing().ended).toBe("Admin-Reset"), {
      timeout: 15_000,
      interval: 20,
    });
    await attachment.leave("User-Request");
  });

  it("turn away a wrong password", async () => {
    const { attachment, grant } = await arrive(hotspot, speaking(hotspot.lab.points, dialect)[1]!);
    await handOver(attachment, { ...grant, password: "0".repeat(16) });
    expect(attachment.verdict()?.kind).toBe("rejected");
    expect(attachment.session()).toBeUndefined();
    await attachment.leave("User-Request");
  });
});

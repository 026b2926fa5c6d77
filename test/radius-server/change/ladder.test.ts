import { afterEach, describe, expect, it } from "vitest";
import { issueGrant } from "#access/grant/issue";
import { listNas } from "#access/nas/store";
import { announce } from "#access/notice/live";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import type { Packet } from "#radius-server/protocol/packet";
import { reply } from "#radius-server/protocol/write";
import { faultsByReason } from "../faults.ts";
import { gateway, loginRequest } from "../gateway.ts";
import { differs, isSilent, type Manner, obeys, refuses } from "./das.ts";
import { MB, openScene, type Scene } from "./scene.ts";

let scene: Scene;
afterEach(() => scene.close());

const NAMES = [
  "User-Name",
  "Acct-Session-Id",
  "Framed-IP-Address",
  "Calling-Station-Id",
  "NAS-IP-Address",
  "NAS-Identifier",
] as const;
type Name = (typeof NAMES)[number];

const namedBy = (request: Packet): readonly Name[] =>
  NAMES.filter((name) => request.count(ATTRIBUTE[name]) > 0);

/** Obeys a request that names the session by exactly these; refuses any other. */
const wants =
  (names: readonly Name[], otherwise: Manner): Manner =>
  (request, secret) =>
    (namedBy(request).join() === names.join() ? obeys : otherwise)(request, secret);

const refusesWithoutCause: Manner = (request, secret) => {
  const code = request.code === CODE["CoA-Request"] ? CODE["CoA-NAK"] : CODE["Disconnect-NAK"];
  return [reply(request, code, [], secret)!];
};

const profile = async (): Promise<string> => (await scene.session()).profile;
const sent = async () => (await scene.changes()).map(({ means, answer }) => [means, answer]);
const learned = async () =>
  (await listNas(scene.home.world)).find(({ id }) => id === scene.home.nas.id) ?? scene.home.nas;

/** The Session-Timeout somebody who logs in now is given. */
const nextTimeout = async (): Promise<number | undefined> => {
  const { home } = scene;
  const mac = "aa:bb:cc:dd:ee:02";
  const subscriberId = await home.enrol();
  const grant = await issueGrant(home.world, {
    subscriberId,
    nas: home.nas,
    mac,
    clientIp: null,
    nasSessionId: null,
  });
  if (grant.kind === "refused") throw new Error(grant.code);
  const through = await gateway(home.nas);
  const accept = await through.ask(home.radius.authPort, loginRequest(home.nas, { ...grant, mac }));
  through.close();
  return accept.u32(ATTRIBUTE["Session-Timeout"]);
};

describe("a NAS that wants the session named otherwise", () => {
  it.each(["Missing-Attribute", "Unsupported-Attribute", "Invalid-Attribute-Value"] as const)(
    "(%s) is asked by the next set, and by what it acknowledged from then on",
    async (cause) => {
      scene = await openScene();
      scene.das.answer(wants(["Acct-Session-Id"], refuses(cause)));
      await scene.report(10 * MB);
      await expect.poll(profile).toBe("slow");
      expect(await sent()).toEqual([
        ["coa", "refused"],
        ["coa", "refused"],
        ["coa", "acknowledged"],
      ]);
      await expect.poll(async () => (await learned()).changeIdentify).toEqual(["acct-session-id"]);
      const asked = scene.das.datagrams.length;
      await scene.home.restart(async () => {});
      await scene.home.world.database("subscribers").update({ status: "blocked" });
      await announce(scene.home.world.redis, { kind: "subscriber", id: scene.subscriberId });
      await expect.poll(() => scene.das.datagrams.length).toBe(asked + 1);
      await expect.poll(sent).toContainEqual(["disconnect", "acknowledged"]);
    },
  );

  it("and does not know itself by our name for it (403) is not told which NAS is meant", async () => {
    scene = await openScene("ruckus-smartzone");
    scene.das.answer(wants(["User-Name", "Calling-Station-Id"], refuses("NAS-Identification-Mismatch")));
    await scene.report(10 * MB);
    expect(namedBy(await scene.das.next())).toContain("NAS-IP-Address");
    expect(namedBy(await scene.das.next())).toEqual(["User-Name", "Calling-Station-Id"]);
    await expect.poll(sent).toContainEqual(["disconnect", "acknowledged"]);
  });

  it("and goes on wanting other names once it is not named (402 after 403) is asked by the sets that are left", async () => {
    scene = await openScene("aruba-controller");
    const other: Manner = (request, secret) =>
      refuses(
        namedBy(request).includes("NAS-IP-Address") ? "NAS-Identification-Mismatch" : "Missing-Attribute",
      )(request, secret);
    scene.das.answer(wants(["Framed-IP-Address"], other));
    await scene.report(10 * MB);
    await expect.poll(sent).toEqual([
      ["disconnect", "refused"],
      ["disconnect", "refused"],
      ["disconnect", "acknowledged"],
    ]);
  });

  it("and cannot change several at once (508) is asked by the session's own id", async () => {
    scene = await openScene();
    scene.das.answer(
      wants(["User-Name", "Acct-Session-Id"], refuses("Multiple-Session-Selection-Unsupported")),
    );
    await scene.report(10 * MB);
    await expect.poll(profile).toBe("slow");
    for (const each of [await scene.das.next(), await scene.das.next()])
      expect(namedBy(each)).toContain("Acct-Session-Id");
  });

  it("and says nothing is asked by another set next time", async () => {
    scene = await openScene();
    scene.das.answer(differs(isSilent, wants(["User-Name", "Acct-Session-Id"], isSilent)));
    await scene.report(10 * MB);
    await expect.poll(sent, { timeout: 20_000 }).toContainEqual(["disconnect", "acknowledged"]);
  }, 30_000);
});

describe("a NAS that will not", () => {
  it("now (506) is asked again later", async () => {
    scene = await openScene();
    scene.das.answer(refuses("Resources-Unavailable"));
    await scene.report(10 * MB);
    await expect.poll(scene.owed).toBe(scene.home.world.now() + 30_000);
    expect(await sent()).toEqual([["coa", "refused"]]);
    scene.das.answer(obeys);
    scene.home.world.clock.advance(31);
    await expect.poll(profile).toBe("slow");
  });

  it("ever (501) is marked, shown, and its next sessions are kept short", async () => {
    scene = await openScene();
    expect(await nextTimeout()).toBeUndefined();
    scene.das.answer(refuses("Administratively-Prohibited"));
    await scene.report(10 * MB);
    await expect.poll(async () => (await learned()).changeFault).toBe("disabled");
    await expect.poll(() => faultsByReason(scene.home.world)).toMatchObject({ "change-disabled": 1 });
    await expect.poll(nextTimeout).toBe(3_600);
    expect(await scene.owed()).toBeGreaterThan(scene.home.world.now());
  });

  it("and then does is no longer marked", async () => {
    scene = await openScene();
    scene.das.answer(refuses("Administratively-Prohibited"));
    await scene.report(10 * MB);
    await expect.poll(async () => (await learned()).changeFault).toBe("disabled");
    // when it will be asked again is settled last: until then the server keeps others from it for seconds
    await expect.poll(scene.owed).toBeGreaterThan(scene.home.world.now() + 20_000);
    scene.das.answer(obeys);
    scene.home.world.clock.advance(601);
    await expect.poll(profile).toBe("slow");
    await expect.poll(async () => (await learned()).changeFault).toBeNull();
    await expect.poll(nextTimeout).toBeUndefined();
  });

  it("and does not say why is asked to end the session", async () => {
    scene = await openScene();
    scene.das.answer(differs(refusesWithoutCause, obeys));
    await scene.report(10 * MB);
    await expect.poll(sent).toEqual([
      ["coa", "refused"],
      ["disconnect", "acknowledged"],
    ]);
  });
});

describe("a NAS that refuses even to end a session", () => {
  it("three times over is marked, asked ever more seldom, and its next sessions are kept short", async () => {
    scene = await openScene();
    scene.das.answer(refusesWithoutCause);
    await scene.report(10 * MB);
    const disconnects = async () => (await sent()).filter(([means]) => means === "disconnect").length;
    for (const [times, wait] of [
      [1, 60],
      [2, 120],
      [3, 240],
    ] as const) {
      await expect.poll(disconnects).toBe(times);
      await expect.poll(scene.owed).toBe(scene.home.world.now() + wait * 1_000);
      scene.home.world.clock.advance(wait + 1);
    }
    await expect.poll(async () => (await learned()).changeFault).toBe("disabled");
    await expect.poll(nextTimeout).toBe(3_600);
  });
});

describe("CoovaChilli, which refuses without a cause what it does not know", () => {
  it("shows by that that the session is a ghost; a report of it after all opens it again", async () => {
    scene = await openScene("coovachilli");
    scene.das.answer(refusesWithoutCause);
    await scene.report(10 * MB);
    await expect.poll(async () => (await scene.session()).endedAt).not.toBeNull();
    scene.das.answer(obeys);
    await scene.report(11 * MB);
    expect((await scene.session()).endedAt).toBeNull();
    await expect.poll(profile).toBe("slow");
  });
});

import { afterEach, describe, expect, it } from "vitest";
import { rotateSecret } from "#access/nas/store";
import { announce } from "#access/notice/live";
import type { Policy } from "#access/plan/plan";
import { setStatus } from "#access/subscriber/store";
import type { NasKind } from "#access/vendors/vendors";
import { ATTRIBUTE, MIKROTIK, VENDOR, WISPR } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import type { Packet } from "#radius-server/protocol/packet";
import { secretOf } from "#radius-server/protocol/secret";
import { messageAuthenticatorIsValid } from "#radius-server/protocol/verify";
import { reply } from "#radius-server/protocol/write";
import { differs, isSilent, obeys, refuses } from "./das.ts";
import { MAC, MB, openScene, POLICY, type Scene } from "./scene.ts";

/** A change by staff reaches a running session within this, ms; nothing but the change is measured. */
const AT_MOST = 5_000;

let scene: Scene;
afterEach(() => scene.close());

const wispr = (packet: Packet): readonly (number | undefined)[] => [
  packet.vendorU32(VENDOR.WISPr, WISPR["WISPr-Bandwidth-Max-Down"]),
  packet.vendorU32(VENDOR.WISPr, WISPR["WISPr-Bandwidth-Max-Up"]),
];
const mikrotikRate = (packet: Packet): string =>
  Buffer.from(packet.vendor(VENDOR.MikroTik, MIKROTIK["Mikrotik-Rate-Limit"]) ?? []).toString();
const profile = async (): Promise<string> => (await scene.session()).profile;
const answers = async () =>
  (await scene.changes()).map(({ wish, means, answer, error_cause }) => [wish, means, answer, error_cause]);

const changeSpeed = (downKbps: number): Promise<void> => scene.changeRules({ downKbps });

describe("a quota that is spent", () => {
  it.each<[NasKind, (packet: Packet) => unknown, unknown]>([
    ["generic", wispr, [512_000, 256_000]],
    ["coovachilli", wispr, [512_000, 256_000]],
    ["mikrotik", mikrotikRate, "256k/512k"],
  ])("slows the session at a %s NAS in its own attributes", async (kind, speed, slow) => {
    scene = await openScene(kind);
    await scene.report(10 * MB);
    const request = await scene.das.next();
    expect(request.code).toBe(CODE["CoA-Request"]);
    expect(speed(request)).toEqual(slow);
    await expect.poll(profile).toBe("slow");
    expect(await scene.owed()).toBeNull();
  });

  it("names the session as each family wants it, and nothing a family refuses (RFC 5176 section 3)", async () => {
    const named: Readonly<
      Record<"generic" | "coovachilli" | "mikrotik", readonly (keyof typeof ATTRIBUTE)[]>
    > = {
      generic: [
        "User-Name",
        "Acct-Session-Id",
        "Calling-Station-Id",
        "Event-Timestamp",
        "Message-Authenticator",
      ],
      coovachilli: ["User-Name", "Acct-Session-Id"],
      mikrotik: [
        "User-Name",
        "Acct-Session-Id",
        "Framed-IP-Address",
        "Event-Timestamp",
        "Message-Authenticator",
      ],
    };
    const all = [...new Set(Object.values(named).flat())];
    for (const kind of ["generic", "coovachilli", "mikrotik"] as const) {
      scene = await openScene(kind);
      await scene.report(10 * MB);
      const request = await scene.das.next();
      expect(all.filter((name) => request.count(ATTRIBUTE[name]) === 1).sort()).toEqual(
        [...named[kind]].sort(),
      );
      expect(request.text(ATTRIBUTE["Acct-Session-Id"])).toBe("80000001");
      if (kind !== "coovachilli")
        expect(messageAuthenticatorIsValid(request, secretOf(scene.das.secret))).toBe(true);
      if (kind !== "mikrotik") await scene.close();
    }
  });

  it("is written down: sent, acknowledged, and seen in the next report", async () => {
    scene = await openScene();
    await scene.report(10 * MB);
    await expect
      .poll(scene.changes)
      .toMatchObject([{ wish: "slow", cause: "quota", means: "coa", answer: "acknowledged", seen_at: null }]);
    await scene.report(11 * MB);
    await expect.poll(scene.changes).toMatchObject([{ seen_at: scene.home.world.now() }]);
  });

  it("is asked once, however many reports follow before the answer", async () => {
    scene = await openScene();
    scene.das.answer(isSilent);
    await scene.report(10 * MB);
    const request = await scene.das.next();
    // All of them within the time an answer may take.
    for (let more = 11; more < 16; more += 1) await scene.report(more * MB, "Interim-Update", 1);
    scene.das.send(obeys(request, secretOf(scene.das.secret))[0]!);
    await expect.poll(profile).toBe("slow");
    expect(await scene.changes()).toHaveLength(1);
  });
});

describe("a change of a running session", () => {
  const hour = { of: "seconds", per: "session", amount: 3_600 } as const;
  it.each<[string, Partial<Policy>]>([
    ["the longest session of its plan", { longestSession: hour.amount }],
    ["what it has left of its own time", { allowances: [hour], atEnd: { kind: "stop" } }],
  ])("does not move its end (%s)", async (_, policy) => {
    scene = await openScene("generic", policy);
    for (let minute = 0; minute < 30; minute += 1) await scene.report(0);
    await changeSpeed(2_000);
    expect((await scene.das.next()).u32(ATTRIBUTE["Session-Timeout"])).toBe(hour.amount);
  });
});

describe("a longest session that staff lift", () => {
  it.each<[NasKind, number | undefined]>([
    ["generic", 20 * 86_400 + 60],
    ["mikrotik", 20 * 86_400 + 60],
    ["coovachilli", undefined],
    ["huawei", undefined],
  ])(
    "cuts nobody at the old end at a %s NAS that can be told, and ends no session elsewhere",
    async (kind, told) => {
      scene = await openScene(kind, { longestSession: 3_600, idle: 600 });
      await scene.report(0);
      await scene.changeRules({ longestSession: null, idle: null });
      const request = await scene.das.next();
      expect(request.code).toBe(CODE["CoA-Request"]);
      expect(request.u32(ATTRIBUTE["Session-Timeout"])).toBe(told);
      expect(request.u32(ATTRIBUTE["Idle-Timeout"])).toBeUndefined();
    },
  );
});

describe("a NAS that does not obey", () => {
  it("and knows no such session shows that ours is a ghost, which is closed (Error-Cause 503)", async () => {
    scene = await openScene();
    scene.das.answer(refuses("Session-Context-Not-Found"));
    await scene.report(10 * MB);
    await expect.poll(async () => (await scene.session()).endedAt).not.toBeNull();
    expect(await answers()).toEqual([["slow", "coa", "refused", 503]]);
    expect(await scene.owed()).toBeNull();
  });

  it("and refuses for another reason is asked to end the session", async () => {
    scene = await openScene();
    scene.das.answer(differs(refuses("Unsupported-Extension"), obeys));
    await scene.report(10 * MB);
    expect((await scene.das.next()).code).toBe(CODE["CoA-Request"]);
    expect((await scene.das.next()).code).toBe(CODE["Disconnect-Request"]);
    await expect.poll(answers).toEqual([
      ["slow", "coa", "refused", 406],
      ["end", "disconnect", "acknowledged", null],
    ]);
    await expect.poll(scene.owed).toBeGreaterThan(scene.home.world.now());
    await scene.report(10 * MB, "Stop");
    scene.home.world.clock.advance(60);
    await expect.poll(scene.owed).toBeNull();
    expect(scene.das.datagrams).toHaveLength(2);
  });

  it("and is silent gets the same octets three times, then a Disconnect, and still owes", async () => {
    scene = await openScene();
    scene.das.answer(differs(isSilent, obeys));
    await scene.report(10 * MB);
    await scene.das.next();
    expect((await scene.das.next()).code).toBe(CODE["Disconnect-Request"]);
    const [first, ...repeats] = scene.das.datagrams.filter(([code]) => code === CODE["CoA-Request"]);
    expect(repeats).toHaveLength(2);
    for (const repeat of repeats) expect(repeat.equals(first!)).toBe(true);
    await expect.poll(answers).toEqual([
      ["slow", "coa", "silent", null],
      ["end", "disconnect", "acknowledged", null],
    ]);
    await expect.poll(scene.owed).toBeGreaterThan(scene.home.world.now());
    expect((await scene.session()).wish).toBe("slow");
  });

  it("is not believed by what others say in its name (row 47)", async () => {
    scene = await openScene();
    const foreign = secretOf("another-secret");
    scene.das.answer((request, secret) => {
      const yes = reply(request, CODE["CoA-ACK"], [], secret)!;
      const otherIdentifier = Buffer.from(yes);
      otherIdentifier[1] = (otherIdentifier[1]! + 1) & 255;
      return [
        Buffer.from("no packet"),
        reply(request, CODE["CoA-ACK"], [], foreign)!,
        otherIdentifier,
        reply(request, CODE["Disconnect-ACK"], [], secret)!,
        reply(request, CODE["Access-Accept"], [], secret)!,
        yes.subarray(0, 19),
        ...refuses("Session-Context-Not-Found")(request, secret),
      ];
    });
    await scene.report(10 * MB);
    await expect.poll(async () => (await scene.session()).endedAt).not.toBeNull();
    expect(await answers()).toEqual([["slow", "coa", "refused", 503]]);
  });
});

describe("a change by staff", () => {
  const personChanged = () =>
    announce(scene.home.world.redis, { kind: "subscriber", id: scene.subscriberId });
  const soon = async (): Promise<Packet> => {
    let heard: Packet | undefined;
    void scene.das.next().then((request) => {
      heard = request;
    });
    await expect.poll(() => heard, { timeout: AT_MOST, interval: 5 }).toBeDefined();
    return heard!;
  };

  it("of a plan reaches a running session", async () => {
    scene = await openScene();
    await changeSpeed(2_000);
    const request = await soon();
    expect(wispr(request)).toEqual([2_000_000, 1_000_000]);
    await expect.poll(scene.changes).toMatchObject([{ wish: "full", cause: "plan", answer: "acknowledged" }]);
  });

  it("who blocks a person ends the session", async () => {
    scene = await openScene();
    await setStatus(scene.home.world.database, scene.subscriberId, "blocked", "lost phone");
    await personChanged();
    const request = await soon();
    expect(request.code).toBe(CODE["Disconnect-Request"]);
    expect(request.text(ATTRIBUTE["Calling-Station-Id"])).toBe(MAC.toUpperCase().replaceAll(":", "-"));
    await expect
      .poll(scene.changes)
      .toMatchObject([{ wish: "end", means: "disconnect", answer: "acknowledged" }]);
  });

  it("names the device as staff say that its access point writes it", async () => {
    scene = await openScene("aruba-instant", {}, { macForm: "AA-BB" });
    await setStatus(scene.home.world.database, scene.subscriberId, "blocked", "lost phone");
    await personChanged();
    const request = await soon();
    const written = MAC.toUpperCase().replaceAll(":", "-");
    expect(request.text(ATTRIBUTE["Calling-Station-Id"])).toBe(written);
    expect(request.text(ATTRIBUTE["User-Name"])).toBe(written);
  });

  it("who gives more lets a slowed session be fast again", async () => {
    scene = await openScene();
    await scene.report(10 * MB);
    await expect.poll(profile).toBe("slow");
    await scene.giveMore(5 * MB);
    await scene.das.next(); // the slowing
    await personChanged();
    expect(wispr(await soon())).toEqual([5_000_000, 1_000_000]);
    await expect.poll(profile).toBe("full");
  });

  it("while an earlier change is being answered is not lost with it", async () => {
    scene = await openScene();
    scene.das.answer(isSilent);
    await changeSpeed(2_000);
    const first = await scene.das.next();
    await changeSpeed(3_000);
    await expect.poll(async () => (await scene.session()).wishNumber).toBe(2);
    scene.das.answer(obeys);
    scene.das.send(obeys(first, secretOf(scene.das.secret))[0]!);
    expect(wispr(await soon())).toEqual([3_000_000, 1_000_000]);
  });
});

describe("a NAS whose secret was rotated", () => {
  it("and has the new one already is asked by it, though it has shown nothing yet", async () => {
    scene = await openScene();
    const { world, nas } = scene.home;
    const rotated = { nasId: nas.id, graceUntil: world.now() + 86_400_000 };
    await scene.home.restart(async () => {
      scene.das.rotate(await rotateSecret(world, world.database, rotated));
    });
    await changeSpeed(2_000);
    await expect.poll(answers, { timeout: 15_000 }).toEqual([["full", "coa", "acknowledged", null]]);
    await changeSpeed(3_000);
    await expect.poll(async () => (await answers()).length, { timeout: AT_MOST }).toBe(2);
    await expect.poll(async () => (await answers())[1]?.[2], { timeout: 2_000 }).toBe("acknowledged");
  }, 30_000);
});

describe("a change that is owed", () => {
  it("survives a restart of the server, which says nothing false about the NAS", async () => {
    scene = await openScene();
    scene.das.answer(isSilent);
    await scene.report(10 * MB);
    const first = await scene.das.next();
    await scene.home.restart(async () => {
      expect(await answers()).toEqual([["slow", "coa", null, null]]);
      scene.das.answer(obeys);
      scene.home.world.clock.advance(60);
    });
    const second = await scene.das.next();
    expect(wispr(second)).toEqual(wispr(first));
    expect(wispr(second)).toEqual([POLICY.atEnd.downKbps * 1_000, POLICY.atEnd.upKbps * 1_000]);
    await expect.poll(profile).toBe("slow");
    await expect.poll(answers).toEqual([
      ["slow", "coa", null, null],
      ["slow", "coa", "acknowledged", null],
    ]);
  });
});

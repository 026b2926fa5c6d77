import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueGrant } from "#access/grant/issue";
import { reportsOf } from "#access/ledger/store";
import { keys, tagOf } from "#access/redis/keys";
import { settle } from "#access/session/settle-live";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { text } from "#radius-server/protocol/write";
import { loginRequest, reportRequest } from "../gateway.ts";
import { MB, openScene, type Scene, type Told, toldOf, userName } from "./scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

const ledgerOf = async (told: Told): Promise<number> => {
  const { sessionId } = await told.known();
  const { database, now } = scene.home.world;
  const session = { subscriberId: told.subscriberId, sessionId, from: 0, to: now() };
  return (await reportsOf(database, session)).length;
};

const closeSilent = async (told: Told): Promise<void> => {
  const { world } = scene.home;
  const session = await told.known();
  const close = { what: "close", cause: "silent", onlySilentSince: null } as const;
  await settle(world.redis, session, close, world.now());
};

describe("a report out of its order", () => {
  it("that comes after the Stop is counted and opens nothing", async () => {
    const told = await scene.online("c1");
    const began = scene.home.world.now();
    scene.home.world.clock.advance(600);
    await told.tell({ status: "Stop", down: 10 * MB, seconds: 500, eventAt: began + 500_000 });
    await told.tell({ status: "Interim-Update", down: 12 * MB, seconds: 600, eventAt: began + 600_000 });
    expect(await told.known()).toMatchObject({ down: 12 * MB, endedAt: began + 500_000 });
  });

  it("opens again a session that was closed for its silence, and counts all it moved", async () => {
    const told = await scene.online("c2");
    const began = scene.home.world.now();
    await told.tell({ status: "Interim-Update", down: MB, seconds: 0, eventAt: began });
    scene.home.world.clock.advance(3_600);
    await closeSilent(told);
    expect(await told.known()).toMatchObject({ endedAt: began });
    await told.tell({ status: "Interim-Update", down: 5 * MB, seconds: 3_600, eventAt: began + 3_600_000 });
    expect(await told.known()).toMatchObject({ endedAt: null, down: 5 * MB, seconds: 3_600 });
  });
});

describe("the same octets sent again by a NAS whose clock runs four minutes ahead", () => {
  const AHEAD_MS = 240_000;
  const interimOf = (told: Told, seconds: number, down: number) =>
    reportRequest(scene.home.nas, {
      status: "Interim-Update",
      ...{ ...told, seconds, down, eventAt: scene.home.world.now() + AHEAD_MS },
    });
  const send = (interim: Uint8Array) => scene.nas.ask(scene.home.radius.acctPort, interim);

  it("are no restart of its session time", async () => {
    const told = await scene.online("g1");
    scene.home.world.clock.advance(60);
    const first = interimOf(told, 60, MB);
    await send(first);
    scene.home.world.clock.advance(60);
    await send(interimOf(told, 120, 2 * MB));
    scene.home.world.clock.advance(600);
    await send(first);
    expect(await told.known()).toMatchObject({ down: 2 * MB, seconds: 120 });
  });

  it("are of before its session time began anew, where it did since", async () => {
    const told = await scene.online("g3");
    scene.home.world.clock.advance(60);
    const first = interimOf(told, 60, MB);
    await send(first);
    scene.home.world.clock.advance(60);
    await send(interimOf(told, 120, 2 * MB));
    scene.home.world.clock.advance(90);
    await send(interimOf(told, 15, 10_000));
    scene.home.world.clock.advance(600);
    await send(first);
    expect(await told.known()).toMatchObject({ down: 2 * MB + 10_000, seconds: 135 });
  });

  it("open nothing that was closed for its silence", async () => {
    const told = await scene.online("g2");
    scene.home.world.clock.advance(600);
    const last = interimOf(told, 600, MB);
    await send(last);
    scene.home.world.clock.advance(3_600);
    await closeSilent(told);
    await send(last);
    expect((await told.known()).endedAt).not.toBeNull();
  });
});

describe("a NAS whose clock runs an hour ahead", () => {
  type Interim = Parameters<typeof reportRequest>[1];
  const AHEAD_MS = 3_600_000;
  /** Interims each five minutes, each by the NAS's clock; sent, and kept to be sent again. */
  const sendMany = async (told: Told, count: number, more: (seconds: number) => Partial<Interim>) => {
    const sent: Uint8Array[] = [];
    for (let index = 1; index <= count; index += 1) {
      scene.home.world.clock.advance(300);
      const eventAt = scene.home.world.now() + AHEAD_MS;
      const interim = { status: "Interim-Update", ...told, eventAt, down: index * MB } as const;
      sent.push(reportRequest(scene.home.nas, { ...interim, ...more(index * 300) }));
      await scene.nas.ask(scene.home.radius.acctPort, sent.at(-1)!);
    }
    return sent;
  };
  const sendAgain = async (sent: readonly Uint8Array[]) => {
    for (const interim of sent) await scene.nas.ask(scene.home.radius.acctPort, interim);
  };

  it("has nothing counted again when its old stamps can be believed: they are no restart", async () => {
    const told = await scene.online("h1");
    const sent = await sendMany(told, 8, (seconds) => ({ seconds }));
    scene.home.world.clock.advance(2 * 3_600);
    await sendAgain(sent);
    expect(await told.known()).toMatchObject({ down: 8 * MB, seconds: 2_400 });
  });

  it("has nothing counted again either where it says no session time", async () => {
    const told = await scene.online("h2");
    const sent = await sendMany(told, 8, () => ({}));
    scene.home.world.clock.advance(2 * 3_600);
    await sendAgain(sent);
    expect((await told.known()).down).toBe(8 * MB);
  });

  it("has no session opened again by old stamps that was closed for its silence", async () => {
    const told = await scene.online("h3");
    const sent = await sendMany(told, 8, (seconds) => ({ seconds }));
    scene.home.world.clock.advance(2 * 3_600);
    await closeSilent(told);
    await sendAgain(sent);
    expect((await told.known()).endedAt).not.toBeNull();
  });
});

describe("a NAS that restarted", () => {
  const restart = (eventAt: number) =>
    scene.nas.ask(
      scene.home.radius.acctPort,
      reportRequest(scene.home.nas, { status: "Accounting-On", nasSessionId: "0", eventAt }),
    );

  it("ended what was open there; a report of before that comes late is counted and opens nothing", async () => {
    const told = await scene.online("f1");
    const began = scene.home.world.now();
    scene.home.world.clock.advance(300);
    await told.tell({ status: "Interim-Update", down: MB, seconds: 300, eventAt: began + 300_000 });
    await expect.poll(async () => (await scene.stored(told)).down).toBe(MB);
    scene.home.world.clock.advance(300);
    await restart(began + 580_000);
    await told.tell({ status: "Interim-Update", down: 2 * MB, seconds: 570, eventAt: began + 570_000 });
    expect(await told.known()).toMatchObject({ down: 2 * MB, endedAt: began + 580_000 });
    await told.tell({ status: "Interim-Update", down: 3 * MB, seconds: 600, eventAt: began + 600_000 });
    expect(await told.known()).toMatchObject({ down: 3 * MB, endedAt: null });
  });

  it("ended nothing that has reported since, where it says so late", async () => {
    const told = await scene.online("f2");
    const began = scene.home.world.now();
    scene.home.world.clock.advance(600);
    await told.tell({ status: "Interim-Update", down: MB, seconds: 600, eventAt: began + 600_000 });
    await expect.poll(async () => (await scene.stored(told)).down).toBe(MB);
    await restart(began + 300_000);
    expect((await told.known()).endedAt).toBeNull();
  });
});

describe("the same octets sent again hours later", () => {
  it("are answered, and neither counted, nor kept, nor taken for a sign of life", async () => {
    const { home, nas } = scene;
    const told = await scene.online("c3");
    const began = home.world.now();
    home.world.clock.advance(300);
    const interim = reportRequest(home.nas, {
      status: "Interim-Update",
      ...told,
      down: 9 * MB,
      seconds: 300,
      eventAt: began + 300_000,
    });
    await nas.ask(home.radius.acctPort, interim);
    await expect.poll(async () => (await scene.stored(told)).down).toBe(9 * MB);
    const before = { ledger: await ledgerOf(told), session: await told.known() };
    home.world.clock.advance(5 * 3_600);
    await nas.ask(home.radius.acctPort, interim);
    expect({ ledger: await ledgerOf(told), session: await told.known() }).toEqual(before);
    const tag = tagOf(told.subscriberId);
    const member = `${before.session.subscriberId}:${before.session.sessionId}`;
    expect(Number(await home.world.redis.zscore(keys.online(tag), member))).toBeLessThan(home.world.now());
    await closeSilent(told);
    await nas.ask(home.radius.acctPort, interim);
    expect((await told.known()).endedAt).not.toBeNull();
  });
});

describe("a report with the Class of several logins", () => {
  it.each([
    ["oldest", (classes: readonly Uint8Array[]) => classes],
    ["newest", (classes: readonly Uint8Array[]) => classes.toReversed()],
  ])("belongs to the latest of them, also where the %s comes first", async (_, inOrder) => {
    const subscriberId = await scene.home.enrol();
    const mac = "aa:bb:cc:dd:ee:61";
    const first = await scene.online("0000000c", mac, subscriberId);
    scene.home.world.clock.advance(60);
    await first.tell({ status: "Stop", down: MB, seconds: 60 });
    const second = await scene.online("0000000d", mac, subscriberId);
    scene.home.world.clock.advance(60);
    const classes = inOrder([...first.classes, ...second.classes]);
    await second.tell({ status: "Interim-Update", classes, down: 2 * MB, seconds: 60 });
    expect(await second.known()).toMatchObject({ down: 2 * MB, seconds: 60 });
    expect(await first.known()).toMatchObject({ down: MB });
  });
});

describe("reports without Class", () => {
  it("belong to the login they name, though another session has the Acct-Session-Id by now", async () => {
    const first = await scene.online("0000000a", "aa:bb:cc:dd:ee:21");
    const { loginId } = await first.known();
    const second = await scene.online("0000000a", "aa:bb:cc:dd:ee:22");
    scene.home.world.clock.advance(60);
    await first.tell({ status: "Stop", classes: [], down: 3 * MB, seconds: 60, more: [userName(loginId)] });
    expect((await first.known()).down).toBe(3 * MB);
    expect(await second.known()).toMatchObject({ down: 0, endedAt: null });
  });

  it("belong to the device, where the Acct-Session-Id is another's", async () => {
    const first = await scene.online("0000000b", "aa:bb:cc:dd:ee:31");
    await expect.poll(async () => (await scene.stored(first)).up).toBe(0);
    await scene.online("0000000b", "aa:bb:cc:dd:ee:32");
    scene.home.world.clock.advance(60);
    const more = [text(ATTRIBUTE["Calling-Station-Id"], "AA-BB-CC-DD-EE-31")];
    await first.tell({ status: "Interim-Update", classes: [], down: 4 * MB, seconds: 60, more });
    expect((await first.known()).down).toBe(4 * MB);
  });
});

describe("a NAS that sends neither Class nor login id", () => {
  it("has its session opened again by its own session id, when that was closed for its silence", async () => {
    const { home, nas } = scene;
    const subscriberId = await home.enrol();
    const mac = "aa:bb:cc:dd:ee:71";
    const grant = await issueGrant(home.world, {
      ...{ subscriberId, nas: home.nas, mac, clientIp: null, nasSessionId: null },
    });
    if (grant.kind === "refused") throw new Error(grant.code);
    const accept = await nas.ask(home.radius.authPort, loginRequest(home.nas, { ...grant, mac }));
    const online = { accept, classes: accept.all(ATTRIBUTE["Class"]), nasSessionId: "0000000e" };
    const told = toldOf(home, home.nas, nas, online);
    const isTraced = () =>
      home.world.database("traces").where({ subscriber_id: subscriberId, outcome: "ok" });
    await expect.poll(isTraced).toHaveLength(1);
    const tell = (status: "Start" | "Interim-Update", seconds: number, down: number) => {
      const more = [text(ATTRIBUTE["Calling-Station-Id"], mac)];
      return told.tell({ status, classes: [], seconds, down, more, eventAt: home.world.now() });
    };
    home.world.clock.advance(300);
    await tell("Interim-Update", 300, MB);
    await expect.poll(async () => (await scene.stored(told)).down).toBe(MB);
    home.world.clock.advance(3_600);
    await closeSilent(told);
    await expect.poll(async () => (await scene.stored(told)).ended).toBe(true);
    await tell("Interim-Update", 3_900, 5 * MB);
    expect(await told.known()).toMatchObject({ endedAt: null, down: 5 * MB });
  });
});

describe("a NAS whose clock is wrong", () => {
  it.each([
    ["1970", 0],
    ["2036", Date.UTC(2036, 1, 7)],
  ])("in %s is counted by our clock, and what it said is kept", async (name, saidAt) => {
    const { home } = scene;
    const told = await scene.online(`d${name}`);
    home.world.clock.advance(300);
    const at = home.world.now();
    await told.tell({ status: "Interim-Update", down: 2 * MB, seconds: 300, eventAt: saidAt });
    expect(await told.known()).toMatchObject({ down: 2 * MB, seconds: 300 });
    const { sessionId } = await told.known();
    await expect
      .poll(() =>
        home.world
          .database("reports_in_doubt")
          .where({ session_id: sessionId, kind: "interim" })
          .first("at", "said_at"),
      )
      .toEqual({ at, said_at: saidAt });
  });
});

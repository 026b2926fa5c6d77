import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueGrant } from "#access/grant/issue";
import { waitingRecords } from "#access/ledger/live";
import { AT } from "#access/ledger/record";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { bringOnline, loginRequest, reportRequest } from "../gateway.ts";
import { MAC, MB, neighbour, openScene, type Scene, type Told, toldOf } from "./scene.ts";

/** Lets somebody in, of whom no report comes. */
const letIn = async ({ home, nas }: Scene, nasSessionId: string): Promise<Told> => {
  const subscriberId = await home.enrol();
  const wanted = { subscriberId, nas: home.nas, mac: MAC, clientIp: null, nasSessionId };
  const grant = await issueGrant(home.world, wanted);
  if (grant.kind === "refused") throw new Error(grant.code);
  const accept = await nas.ask(home.radius.authPort, loginRequest(home.nas, { ...grant, mac: MAC }));
  const online = { accept, classes: accept.all(ATTRIBUTE["Class"]), nasSessionId };
  return toldOf(home, home.nas, nas, online);
};

/** Whether anything of a person still lies in the ledger; the last entry of all stays there. */
const isWaiting = async ({ home: { world } }: Scene, { subscriberId }: Told): Promise<boolean> => {
  for await (const record of waitingRecords(world.redis))
    if (record[AT.subscriberId] === subscriberId) return true;
  return false;
};

const restart = ({ home, nas }: Scene, eventAt: number) =>
  nas.ask(
    home.radius.acctPort,
    reportRequest(home.nas, { status: "Accounting-On", nasSessionId: "0", eventAt }),
  );

describe("a NAS that restarted before PostgreSQL knew of its sessions", () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ withoutDrain: true });
  });
  afterAll(() => scene.close());

  it("ended one of which a first report came, and one that was only let in", async () => {
    const [reported, accepted] = [await scene.online("n1"), await letIn(scene, "n2")];
    scene.home.world.clock.advance(30);
    const at = scene.home.world.now();
    await restart(scene, at);
    expect(await reported.known()).toMatchObject({ endedAt: at });
    expect(await accepted.known()).toMatchObject({ endedAt: at });
  });

  it("did not end them for good: a report of later shows that one goes on", async () => {
    const accepted = await letIn(scene, "n3");
    scene.home.world.clock.advance(30);
    await restart(scene, scene.home.world.now());
    scene.home.world.clock.advance(30);
    await accepted.tell({ status: "Interim-Update", down: MB, seconds: 60, eventAt: scene.home.world.now() });
    expect(await accepted.known()).toMatchObject({ endedAt: null, down: MB });
  });

  it("ended nothing that began or has reported since, where it says so late", async () => {
    const told = await scene.online("n4");
    const began = scene.home.world.now();
    scene.home.world.clock.advance(60);
    await told.tell({ status: "Interim-Update", down: MB, seconds: 60, eventAt: began + 60_000 });
    const later = await letIn(scene, "n5");
    scene.home.world.clock.advance(10);
    await restart(scene, began + 30_000);
    expect((await told.known()).endedAt).toBeNull();
    expect((await later.known()).endedAt).toBeNull();
  });

  it("ended those of no other NAS", async () => {
    const { home } = scene;
    const { nas, gateway } = await neighbour(scene);
    const subscriberId = await home.enrol();
    const there = await bringOnline({ ...home, nas }, gateway, subscriberId, "aa:bb:cc:dd:ee:04", "n6");
    home.world.clock.advance(30);
    await restart(scene, home.world.now());
    expect((await toldOf(home, nas, gateway, there).known()).endedAt).toBeNull();
    gateway.close();
  });
});

describe("a NAS that restarted once PostgreSQL knew of a login, but of no report", () => {
  it("ended that session too", async () => {
    const scene = await openScene();
    const { world } = scene.home;
    const accepted = await letIn(scene, "n7");
    await letIn(scene, "n8");
    await expect.poll(() => isWaiting(scene, accepted)).toBe(false);
    world.clock.advance(30);
    await restart(scene, world.now());
    expect(await accepted.known()).toMatchObject({ endedAt: world.now() });
    await scene.close();
  });
});

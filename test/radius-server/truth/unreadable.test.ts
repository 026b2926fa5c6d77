import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueGrant } from "#access/grant/issue";
import { keys, tagOf } from "#access/redis/keys";
import { packValues } from "#access/redis/pack";
import { makeReady } from "#access/session/refill";
import { CODE } from "#radius-server/protocol/codes";
import { closeSilent } from "#radius-server/sweep";
import { usageOf } from "../../access/session/live.ts";
import { faultsByReason } from "../faults.ts";
import { loginRequest, reportRequest } from "../gateway.ts";
import { MB, openScene, type Scene, type Told } from "./scene.ts";

const [PHONE, TABLET] = ["aa:bb:cc:dd:ee:41", "aa:bb:cc:dd:ee:42"];

/** Makes what Redis keeps under a key something nobody of ours wrote. */
const spoilKey = ({ home: { world } }: Scene, key: string) =>
  world.redis.set(key, packValues(["no version"]));

const spoil = async (scene: Scene, told: Told): Promise<void> => {
  const { sessionId } = await told.known();
  await spoilKey(scene, keys.session(tagOf(told.subscriberId), sessionId));
};

/**
 * Signs in on a device, at the portal and by RADIUS.
 *
 * @param between  what happens after the portal granted it
 * @returns the code of the reply, or of the portal's refusal
 */
const signIn = async (
  { home, nas }: Scene,
  subscriberId: number,
  mac: string,
  between: () => Promise<unknown> = async () => {},
) => {
  const wanted = { subscriberId, nas: home.nas, mac, clientIp: null, nasSessionId: null };
  const grant = await issueGrant(home.world, wanted);
  if (grant.kind === "refused") return grant.code;
  await between();
  return (await nas.ask(home.radius.authPort, loginRequest(home.nas, { ...grant, mac }))).code;
};

describe("a person one of whose sessions cannot be read", () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ policy: { devices: 2 } });
  });
  afterAll(() => scene.close());

  /** Somebody online on a phone, whose session is spoilt then. */
  const spoilt = async (nasSessionId: string): Promise<Told> => {
    const told = await scene.online(nasSessionId, PHONE);
    await told.tell({ status: "Interim-Update", down: MB, seconds: 0 });
    await spoil(scene, told);
    return told;
  };

  it("comes in on another device, as far as the plan has room beside it", async () => {
    const { subscriberId } = await spoilt("u1");
    expect(await signIn(scene, subscriberId, TABLET)).toBe(CODE["Access-Accept"]);
    expect(await signIn(scene, subscriberId, "aa:bb:cc:dd:ee:43")).toBe("too_many_devices");
  });

  it("has its room again once it was due to report", async () => {
    const { subscriberId } = await spoilt("u2");
    scene.home.world.clock.advance(60);
    expect(await signIn(scene, subscriberId, TABLET)).toBe(CODE["Access-Accept"]);
    scene.home.world.clock.advance(3 * scene.home.nas.interimSeconds);
    expect(await signIn(scene, subscriberId, "aa:bb:cc:dd:ee:43")).toBe(CODE["Access-Accept"]);
    expect(await signIn(scene, subscriberId, "aa:bb:cc:dd:ee:44")).toBe(CODE["Access-Accept"]);
  });

  it("has it answered of and counted as if nothing had been, whoever is spoilt, with our Class and without", async () => {
    const { world } = scene.home;
    const told = await spoilt("u0");
    const spoilPerson = () => spoilKey(scene, keys.person(tagOf(told.subscriberId), told.subscriberId));
    const isCounted = async (down: number) => {
      expect((await told.known()).down).toBe(down);
      expect(Object.values(await usageOf(world.redis, told.subscriberId))).toEqual(
        Array.from({ length: 4 }, () => `0:${down}:0`),
      );
    };
    await told.tell({ status: "Interim-Update", down: 2 * MB, seconds: 0 });
    await isCounted(2 * MB);
    await spoilPerson();
    await told.tell({ status: "Interim-Update", down: 3 * MB, seconds: 0 });
    await isCounted(3 * MB);
    await spoil(scene, told);
    await spoilPerson();
    await told.tell({ status: "Interim-Update", down: 4 * MB, seconds: 0, classes: [] });
    await isCounted(4 * MB);
    await expect.poll(async () => (await scene.stored(told)).down).toBe(4 * MB);
    expect(await faultsByReason(world)).toMatchObject({ "session-unreadable": 2, "person-unreadable": 2 });
  });

  it("comes in though they cannot be read themselves, at the portal or when RADIUS is asked", async () => {
    const subscriberId = await scene.home.enrol();
    const spoilPerson = () => spoilKey(scene, keys.person(tagOf(subscriberId), subscriberId));
    expect(await signIn(scene, subscriberId, PHONE)).toBe(CODE["Access-Accept"]);
    await spoilPerson();
    expect(await signIn(scene, subscriberId, TABLET)).toBe(CODE["Access-Accept"]);
    expect(await signIn(scene, subscriberId, TABLET, spoilPerson)).toBe(CODE["Access-Accept"]);
  });

  it("has it told of once, when it was due to report, and set aside", async () => {
    const { world } = scene.home;
    await spoilt("u3");
    world.clock.advance(4 * scene.home.nas.interimSeconds);
    await expect(closeSilent(world)).rejects.toMatchObject({ fields: { reason: "session_unreadable" } });
    await closeSilent(world);
  });

  it("keeps no restart of its NAS from being answered, nor the others from ending with it", async () => {
    const { home, nas } = scene;
    await spoilt("u4");
    const other = await scene.online("u5", TABLET);
    home.world.clock.advance(60);
    const restart = { status: "Accounting-On", nasSessionId: "0", eventAt: home.world.now() } as const;
    const answer = await nas.ask(home.radius.acctPort, reportRequest(home.nas, restart));
    expect(answer.code).toBe(CODE["Accounting-Response"]);
    expect((await other.known()).endedAt).toBe(home.world.now());
  });

  it("keeps nobody of its hash tag out when Redis is filled again, as after a fail-over", async () => {
    const { world } = scene.home;
    const told = await scene.online("u6", PHONE);
    await expect.poll(async () => (await scene.stored(told)).up).toBe(0);
    await spoil(scene, told);
    const tag = tagOf(told.subscriberId);
    await world.redis.del(keys.ready(tag));
    await makeReady(world, tag);
    expect(await world.redis.exists(keys.ready(tag))).toBe(1);
  });
});

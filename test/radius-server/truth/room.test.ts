import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issueGrant } from "#access/grant/issue";
import { CODE } from "#radius-server/protocol/codes";
import { loginRequest } from "../gateway.ts";
import { openScene, type Scene } from "./scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ policy: { devices: 1 } });
});
afterAll(() => scene.close());

const [PHONE, TABLET] = ["aa:bb:cc:dd:ee:41", "aa:bb:cc:dd:ee:42"];

/** Both have their grant before either logs in, as two devices in one hand would. */
const grantOf = async (subscriberId: number, mac: string) => {
  const { home } = scene;
  const grant = await issueGrant(home.world, {
    subscriberId,
    nas: home.nas,
    mac,
    clientIp: null,
    nasSessionId: null,
  });
  if (grant.kind === "refused") throw new Error(grant.code);
  return { ...grant, mac };
};

const logIn = async (grant: Awaited<ReturnType<typeof grantOf>>): Promise<number> =>
  (await scene.nas.ask(scene.home.radius.authPort, loginRequest(scene.home.nas, grant))).code;

describe("room for one device", () => {
  it("is kept at Access-Accept, and free again when no Start comes", async () => {
    const subscriberId = await scene.home.enrol();
    const [phone, tablet] = [await grantOf(subscriberId, PHONE), await grantOf(subscriberId, TABLET)];
    expect(await logIn(phone)).toBe(CODE["Access-Accept"]);
    expect(await logIn(tablet)).toBe(CODE["Access-Reject"]);
    scene.home.world.clock.advance(91);
    expect(await logIn(await grantOf(subscriberId, TABLET))).toBe(CODE["Access-Accept"]);
  });

  it("is given to one of two who ask in the same moment", async () => {
    const subscriberId = await scene.home.enrol();
    const grants = [await grantOf(subscriberId, PHONE), await grantOf(subscriberId, TABLET)];
    const codes = await Promise.all(grants.map(logIn));
    expect(codes.toSorted((a, b) => a - b)).toEqual([CODE["Access-Accept"], CODE["Access-Reject"]]);
  });

  it("stays taken once a Start has come, until its Stop", async () => {
    const subscriberId = await scene.home.enrol();
    const tablet = await grantOf(subscriberId, TABLET);
    const told = await scene.online("f1", PHONE, subscriberId);
    scene.home.world.clock.advance(100);
    expect(await logIn(tablet)).toBe(CODE["Access-Reject"]);
    await told.tell({ status: "Stop", seconds: 100 });
    expect(await logIn(await grantOf(subscriberId, TABLET))).toBe(CODE["Access-Accept"]);
  });
});

import { loadDemo } from "#access/site/demo/load";
import { type Lab, openLab } from "#lab/lab";
import { start as startPortal } from "#portal/start";
import { start as startDrain } from "#radius-server/drain/start";
import { start as startRadius } from "#radius-server/start";
import { freePort } from "../../bench/ports.ts";
import { type TestWorld, testWorld } from "../setup/world.ts";

/** The demonstration's province with everything a person meets on the way online. */
export type Province = {
  readonly world: TestWorld;
  readonly lab: Lab;
  readonly portalUrl: string;
  readonly close: () => Promise<void>;
};

/** Opens a province of a test file's own. */
export const openProvince = async (): Promise<Province> => {
  // Gateways must know the portal's address before it starts.
  const [port, labPort] = await Promise.all([freePort(), freePort()]);
  const settings = {
    PORTAL_PORT: port,
    PORTAL_URL: `http://127.0.0.1:${port}`,
    LAB_PORT: labPort,
    PORTAL_FRAME_ANCESTORS: `http://127.0.0.1:${labPort}`,
  };
  const world = await testWorld({ realClock: true, settings });
  await loadDemo(world);
  const radius = await startRadius(world);
  const drain = await startDrain(world);
  const portal = await startPortal(world);
  const { authPort, acctPort } = radius;
  const lab = await openLab(world, { server: { host: "127.0.0.1", authPort, acctPort } });
  return {
    world,
    lab,
    portalUrl: portal.url,
    close: async () => {
      lab.close();
      await portal.stop();
      await drain.stop();
      await radius.stop();
      await world.close();
    },
  };
};

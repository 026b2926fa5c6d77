import { flushFaults } from "#access/attempt/faults";
import type { Program, World } from "#access/runtime/world";
import { listen } from "#access/web/listen";
import { portalApp } from "./app.ts";
import { smsGateway } from "./sms/gateways.ts";

/** Starts the pages people sign in on; `url` carries the real port. */
export const start = async (world: World): Promise<Program & { readonly url: string }> => {
  const app = portalApp({ world, gateway: smsGateway(world) });
  const { PORTAL_HOST: host, PORTAL_PORT: port } = world.settings;
  const { url, stop } = await listen(app.callback(), { host, port });
  return {
    name: "portal",
    url,
    stop: async () => {
      await stop();
      await flushFaults(world);
    },
  };
};

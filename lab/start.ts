import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Program, World } from "#access/runtime/world";
import { type LabWishes, openLab } from "./lab.ts";
import { placesOf } from "./web/places.ts";
import { serve } from "./web/serve.ts";
import { openShelf } from "./web/shelf.ts";

/** A running lab; `url` is where a browser on this machine finds it. */
export type LabProgram = Program & { readonly url: string };

/**
 * Starts the pretend hotspot: phones, access points and their gateways in a page.
 *
 * @throws Failure `lab_refused` unless the program runs as a demonstration, `lab_without_access_points`
 */
export const start = async (world: World, wishes: LabWishes = {}): Promise<LabProgram> => {
  const lab = await openLab(world, wishes);
  const server = createServer();
  server.listen(world.settings.LAB_PORT, world.settings.LAB_HOST);
  await once(server, "listening");
  const means = { lab, shelf: openShelf(lab), places: await placesOf(lab) };
  server.on("request", (request, response) => void serve(request, response, means));
  const { address, port, family } = server.address() as AddressInfo;
  return {
    name: "lab",
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await means.shelf.close();
      lab.close();
    },
  };
};

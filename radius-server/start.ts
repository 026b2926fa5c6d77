import cluster from "node:cluster";
import { openNasTable } from "#access/nas/table";
import { planTable } from "#access/plan/table";
import { below } from "#access/runtime/random";
import type { Program, World } from "#access/runtime/world";
import { openChangeClient } from "./change/client.ts";
import { watch } from "./change/watch.ts";
import { openGuard } from "./posture/guard.ts";
import type { Service } from "./protocol/codes.ts";
import { replyCache } from "./protocol/reply-cache.ts";
import { openLines } from "./radsec/lines.ts";
import { startRadsec } from "./radsec/start.ts";
import { type Reception, receive } from "./receive.ts";
import { secretsKept } from "./secrets.ts";
import type { Server } from "./server-world.ts";
import { bindUdp, type UdpSocket } from "./socket.ts";
import { startSweep } from "./sweep.ts";
import { ticketsOf } from "./tickets.ts";
import { together } from "./together.ts";
import { startWorkers } from "./workers.ts";

/** A running RADIUS server and the ports it got; `radsecPort` is 0 where RadSec is off. */
export type RadiusServer = Program & {
  readonly authPort: number;
  readonly acctPort: number;
  readonly radsecPort: number;
};

const SOCKETS: readonly Service[] = ["authentication", "accounting"];

/** Binds both ports; a datagram is answered from the socket it came to. */
const bindBoth = async (
  world: World,
  receptionOf: (send: Reception["send"]) => Reception,
): Promise<UdpSocket[]> => {
  const { settings, log } = world;
  const sockets: UdpSocket[] = [];
  const reception = receptionOf((datagram, to) => sockets[to.socket]?.send(datagram, to.port, to.address));
  const ports: Readonly<Record<Service, number>> = {
    authentication: settings.RADIUS_AUTH_PORT,
    accounting: settings.RADIUS_ACCT_PORT,
  };
  for (const [number, service] of SOCKETS.entries()) {
    sockets.push(
      await bindUdp(settings.RADIUS_HOST, ports[service], log, (datagram, remote) =>
        receive(reception, service, number, datagram, remote),
      ),
    );
  }
  return sockets;
};

const startShared = async (world: World): Promise<RadiusServer> => {
  const { RADIUS_WORKERS, RADIUS_AUTH_PORT, RADIUS_ACCT_PORT, RADSEC_PORT } = world.settings;
  const { stop } = await startWorkers(world, RADIUS_WORKERS);
  return {
    name: "radius-server",
    authPort: RADIUS_AUTH_PORT,
    acctPort: RADIUS_ACCT_PORT,
    radsecPort: RADSEC_PORT,
    stop,
  };
};

/**
 * Starts the RADIUS server: authentication, accounting, change of authorization; in this process, or in as many workers
 * of their own as the settings ask.
 *
 * @throws the system's fault when a port is taken
 */
export const start = (world: World): Promise<RadiusServer> =>
  world.settings.RADIUS_WORKERS > 1 && cluster.isPrimary ? startShared(world) : startHere(world);

const startHere = async (world: World): Promise<RadiusServer> => {
  const server: Server = {
    world,
    nasTable: await openNasTable(world),
    planTable: await planTable.of(world),
    ...together(world),
    tickets: ticketsOf(world.keyring),
  };
  const secrets = secretsKept();
  const cache = replyCache({ seed: below(2 ** 31) });
  const guard = openGuard(world);
  const sockets = await bindBoth(world, (send) => ({ server, cache, secrets, guard, send }));
  const lines = openLines();
  const radsec = await startRadsec({ server, cache, secrets, guard }, lines);
  const client = await openChangeClient(world.settings.RADIUS_HOST, world.log);
  const watching = await watch({ server, client, lines, secrets });
  const sweep = startSweep(world);
  return {
    name: "radius-server",
    authPort: sockets[0]?.port ?? 0,
    acctPort: sockets[1]?.port ?? 0,
    radsecPort: radsec?.port ?? 0,
    stop: async () => {
      guard.rejectDelay.close();
      lines.close();
      await Promise.all([radsec?.close(), ...sockets.map((socket) => socket.close())]);
      await Promise.all([sweep.close(), client.close()]);
      await watching.close();
      await server.nasTable.close();
      await guard.close();
    },
  };
};

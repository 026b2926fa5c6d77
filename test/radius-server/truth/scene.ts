import type { Nas } from "#access/nas/nas";
import { addNas, listNas } from "#access/nas/store";
import { readSession } from "#access/session/live";
import type { LiveSession } from "#access/session/packed";
import { readTicket } from "#access/session/ticket";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { text } from "#radius-server/protocol/write";
import {
  bringOnline,
  type Gateway,
  gateway,
  type Online,
  type ReportWishes,
  reportRequest,
} from "../gateway.ts";
import { type House, type HouseWishes, house } from "../house.ts";

export const MB = 1_000_000;
export const GB = 1_000_000_000;
export const MAC = "aa:bb:cc:dd:ee:01";

/** A session of a test: what the NAS sends about it over a real socket, and what the stores say of it. */
export type Told = Online & {
  readonly subscriberId: number;
  readonly tell: (wishes: Partial<ReportWishes> & Pick<ReportWishes, "status">) => Promise<void>;
  readonly known: () => Promise<LiveSession>;
};

/** A house whose clock stands still, and a NAS of it. */
export type Scene = {
  readonly home: House;
  readonly nas: Gateway;
  /** brings somebody online; the Acct-Session-Id is the test's own */
  readonly online: (nasSessionId: string, mac?: string, who?: number) => Promise<Told>;
  /** waits until PostgreSQL has what Redis has */
  readonly stored: (of: Told) => Promise<{ up: number; down: number; seconds: number; ended: boolean }>;
  readonly close: () => Promise<void>;
};

/** The session of a Class attribute, told of by a NAS. */
export const toldOf = (home: House, nas: Nas, through: Gateway, online: Online): Told => {
  const ticket = readTicket(home.world.keyring, online.classes[0] ?? new Uint8Array());
  if (!ticket) throw new Error("no Class of ours");
  return {
    ...online,
    subscriberId: ticket.subscriberId,
    tell: async (wishes) => {
      await through.ask(home.radius.acctPort, reportRequest(nas, { ...online, ...wishes }));
    },
    known: async () => {
      const session = await readSession(home.world.redis, ticket);
      if (!session) throw new Error("session unknown");
      return session;
    },
  };
};

/** Opens a scene. */
export const openScene = async (wishes: HouseWishes = {}): Promise<Scene> => {
  const home = await house(wishes);
  const nas = await gateway(home.nas);
  const rowOf = async (of: Told) => {
    const { sessionId } = await of.known();
    return home.world.database("sessions").where({ id: sessionId }).first();
  };
  return {
    home,
    nas,
    online: async (nasSessionId, mac = MAC, who) => {
      const subscriberId = who ?? (await home.enrol());
      const online = await bringOnline(home, nas, subscriberId, mac, nasSessionId);
      return toldOf(home, home.nas, nas, online);
    },
    stored: async (of) => {
      const row = await rowOf(of);
      return {
        up: row?.["up"],
        down: row?.["down"],
        seconds: row?.["seconds"],
        ended: row !== undefined && row["ended_at"] !== null,
      };
    },
    close: async () => {
      nas.close();
      await home.close();
    },
  };
};

/** A second NAS at the same address, told apart by its identifier and secret alone; the server is started anew. */
export const neighbour = async ({ home }: Scene): Promise<{ nas: Nas; gateway: Gateway }> => {
  const { world } = home;
  let added = 0;
  await home.restart(async () => {
    const { id } = await addNas(world, world.database, {
      siteId: home.nas.siteId,
      name: "Neighbour",
      kind: "generic",
      addresses: ["127.0.0.1"],
      nasIdentifier: "gateway-2",
      coaAddress: "127.0.0.1",
    });
    added = id;
  });
  const nas = (await listNas(world)).find(({ id }) => id === added) as Nas;
  return { nas, gateway: await gateway(nas) };
};

/** The private address two sites may share (row 3 of what stock FreeRADIUS stored wrongly). */
export const privateAddress = () => ({
  type: ATTRIBUTE["NAS-IP-Address"],
  value: Uint8Array.of(192, 168, 1, 1),
});

/** The User-Name a NAS without Class has to tell its sessions apart. */
export const userName = (loginId: string) => text(ATTRIBUTE["User-Name"], loginId);

import { randomBytes } from "node:crypto";
import type { ConnectionOptions } from "node:tls";
import { vi } from "vitest";
import { flushFaults } from "#access/attempt/faults";
import type { Nas } from "#access/nas/nas";
import { givePsk, setRadsec } from "#access/nas/radsec-store";
import { addNas } from "#access/nas/store";
import { announce } from "#access/notice/live";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { secretOf } from "#radius-server/protocol/secret";
import { type Attribute, request, text } from "#radius-server/protocol/write";
import { type House, type HouseWishes, house } from "../house.ts";
import { type Authority, authority, type Pair } from "./certificates.ts";
import { byKey, type RadsecClient, radsecClient } from "./client.ts";

/** A house that listens for RadSec, with NAS that prove themselves in each way. */
export type RadsecHome = House & {
  readonly authority: Authority;
  /** key of the house's NAS under `IDENTITY`; certificates name it `ap-1.wifi.example` */
  readonly psk: string;
  /** the house's NAS as TLS knows it: its secret is the one of RFC 6614 */
  readonly nasOverTls: Nas;
  /** a NAS bound to this very certificate */
  readonly pinned: Pair & { readonly nasId: number };
  /** id of the NAS that certificates name `ap-2.wifi.example` or 192.0.2.2 */
  readonly secondId: number;
  readonly connect: (options?: ConnectionOptions) => Promise<RadsecClient>;
  /** how often a reason was counted so far, for one NAS or all */
  readonly counted: (reason: string, nasId?: number) => Promise<number>;
};

/** Identity of the house's NAS. */
export const IDENTITY = "ap-bến-xe";

const NAMES = { first: "ap-1.wifi.example", second: "ap-2.wifi.example" };

const addOthers = async ({ world, nas }: House, fingerprint: string) => {
  const { database } = world;
  const { siteId } = nas;
  const add = async (name: string, wish: Parameters<typeof setRadsec>[3]): Promise<number> => {
    const { id } = await addNas(world, database, { siteId, name, kind: "generic", addresses: [] });
    await setRadsec(world, database, id, wish);
    return id;
  };
  return {
    secondId: await add("second", { name: NAMES.second }),
    pinnedId: await add("pinned", { fingerprint }),
  };
};

/** Builds it. @param wishes  what of its plan and its NAS is to be otherwise */
export const radsecHome = async (wishes: Pick<HouseWishes, "policy" | "nas"> = {}): Promise<RadsecHome> => {
  const made = authority();
  const server = made.issue("server", { names: ["DNS:radius.example", "IP:127.0.0.1"] });
  const home = await house({
    ...wishes,
    realClock: true,
    settings: {
      LOG_LEVEL: "error",
      RADSEC_PORT: 0,
      RADSEC_PSK: "on",
      RADSEC_CERT: server.cert,
      RADSEC_KEY: server.key,
      RADSEC_CA: made.ca.cert,
    },
  });
  const { world, nas, radius } = home;
  const { database } = world;
  const pinned = made.issue("pinned");
  const psk = await givePsk(world, database, nas.id, IDENTITY);
  await setRadsec(world, database, nas.id, { name: NAMES.first });
  const { secondId, pinnedId } = await addOthers(home, pinned.fingerprint);
  await announce(world.redis, { kind: "all" });
  const connect = (options: ConnectionOptions = byKey(IDENTITY, psk)) =>
    radsecClient(radius.radsecPort, options);
  await vi.waitFor(async () => (await connect()).close(), { timeout: 10_000 });
  return {
    ...home,
    authority: made,
    psk,
    pinned: { ...pinned, nasId: pinnedId },
    secondId,
    nasOverTls: { ...nas, secret: "radsec" },
    connect,
    counted: async (reason, nasId) => {
      await flushFaults(world);
      const [row] = await database("nas_faults")
        .where({ reason, ...(nasId !== undefined && { nas_id: nasId }) })
        .sum({ count: "count" });
      return Number(row?.["count"] ?? 0);
    },
    close: async () => {
      await home.close();
      made.remove();
    },
  };
};

/** A Status-Server as watchdogs send it over TLS. */
export const statusServer = (identifier = 0, more: readonly Attribute[] = []): Uint8Array =>
  request(
    CODE["Status-Server"],
    identifier,
    [text(ATTRIBUTE["NAS-Identifier"], "gateway-1"), ...more],
    secretOf("radsec"),
    { requestAuthenticator: randomBytes(16) },
  );

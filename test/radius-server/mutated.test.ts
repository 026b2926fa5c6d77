import type { RemoteInfo } from "node:dgram";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openNasTable } from "#access/nas/table";
import { planTable } from "#access/plan/table";
import { openGuard } from "#radius-server/posture/guard";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE, type Service } from "#radius-server/protocol/codes";
import { replyCache } from "#radius-server/protocol/reply-cache";
import { secretOf } from "#radius-server/protocol/secret";
import { octets, request, text } from "#radius-server/protocol/write";
import { type Reception, receive } from "#radius-server/receive";
import { secretsKept } from "#radius-server/secrets";
import { ticketsOf } from "#radius-server/tickets";
import { together } from "#radius-server/together";
import { SECRET } from "./catalogue.ts";
import { faultsByReason } from "./faults.ts";
import { reportRequest } from "./gateway.ts";
import { type House, house } from "./house.ts";
import { AUTHENTICATOR } from "./protocol/datagrams.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const MILLION = 1_000_000;
const AT_ONCE = 10_000;
const MB = 1_000_000;
const FROM: RemoteInfo = { address: "127.0.0.1", family: "IPv4", port: 40_000, size: 0 };

let home: House;
let reception: Reception;
const sent = vi.fn();
beforeAll(async () => {
  home = await house({ withoutDrain: true, nas: { messageAuthenticator: "require", secret: SECRET } });
  const { world } = home;
  const server = {
    ...{ world, nasTable: await openNasTable(world), planTable: await planTable.of(world) },
    ...{ ...together(world), tickets: ticketsOf(world.keyring) },
  };
  reception = { server, cache: replyCache(), secrets: secretsKept(), guard: openGuard(world), send: sent };
});
afterAll(async () => {
  await reception.guard.close();
  await reception.server.nasTable.close();
  await home.close();
});

/** Chance that is the same each time (xorshift32). */
const chanceFrom = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
};

const seedsOf = ({ nas }: House): readonly { service: Service; datagram: Uint8Array }[] => {
  const options = { requestAuthenticator: AUTHENTICATOR };
  const login = [
    text(ATTRIBUTE["User-Name"], "w-000000000000"),
    octets(ATTRIBUTE["User-Password"], AUTHENTICATOR),
  ];
  const told = { nasSessionId: "80000001", up: 1, down: 2, seconds: 3 };
  return [
    {
      service: "authentication",
      datagram: request(CODE["Access-Request"], 1, login, secretOf(SECRET), options),
    },
    { service: "authentication", datagram: request(CODE["Status-Server"], 2, [], secretOf(SECRET), options) },
    { service: "accounting", datagram: reportRequest(nas, { status: "Interim-Update", ...told }) },
    { service: "accounting", datagram: reportRequest(nas, { status: "Stop", ...told }) },
  ];
};

/** The datagram with one to eight octets changed, and one in four cut short: never as it was. */
const mutated = (datagram: Uint8Array, chance: (below: number) => number): Buffer => {
  const copy = Buffer.from(datagram);
  for (let changes = chance(8); changes > 0; changes -= 1) copy[chance(copy.length)] = chance(256);
  const at = chance(copy.length);
  copy[at] = datagram[at]! ^ (1 + chance(255));
  return chance(4) === 0 ? copy.subarray(0, chance(copy.length)) : copy;
};

describe("a datagram from port 0, which nobody can be answered at", () => {
  it("is dropped and counted, however right it is", async () => {
    for (const { service, datagram } of seedsOf(home))
      receive(reception, service, 0, Buffer.from(datagram), { ...FROM, port: 0 });
    expect(await faultsByReason(home.world)).toEqual({ "source-port-zero": 4 });
    await home.world.database("nas_faults").delete();
    expect(sent).not.toHaveBeenCalled();
  });
});

describe("a million mutated packets", () => {
  it("throw nothing, are answered by nothing, grow nothing, and are each counted by a reason", async () => {
    const complaints = vi.spyOn(home.world.log, "error");
    const seeds = seedsOf(home);
    const chance = chanceFrom(0x2f6e_2b1);
    const send = async (count: number): Promise<void> => {
      for (let done = 0; done < count; done += 1) {
        const { service, datagram } = seeds[done % seeds.length]!;
        receive(reception, service, 0, mutated(datagram, chance), FROM);
        if (done % AT_ONCE === AT_ONCE - 1) await new Promise(setImmediate);
      }
    };
    await send(MILLION / 10);
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    await send(MILLION - MILLION / 10);
    collectGarbage();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(10 * MB);
    expect(sent).not.toHaveBeenCalled();
    expect(complaints).not.toHaveBeenCalled();
    const counts = await faultsByReason(home.world);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(MILLION);
    expect(Object.keys(counts).length).toBeGreaterThan(8);
    complaints.mockRestore();
  }, 120_000);
});

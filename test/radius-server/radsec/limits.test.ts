import { randomBytes } from "node:crypto";
import { once, setMaxListeners } from "node:events";
import { readdirSync } from "node:fs";
import { connect as connectTcp, type Socket, type TcpNetConnectOpts } from "node:net";
import { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flushFaults } from "#access/attempt/faults";
import { givePsk } from "#access/nas/radsec-store";
import { addNas } from "#access/nas/store";
import { openNasTable } from "#access/nas/table";
import { planTable } from "#access/plan/table";
import type { World } from "#access/runtime/world";
import { addSite } from "#access/site/store";
import { openGuard } from "#radius-server/posture/guard";
import { type RejectDelay, rejectDelay } from "#radius-server/posture/reject-delay";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { hidePassword } from "#radius-server/protocol/password";
import { replyCache } from "#radius-server/protocol/reply-cache";
import { secretOf } from "#radius-server/protocol/secret";
import { octets, request, text } from "#radius-server/protocol/write";
import { converse } from "#radius-server/radsec/connection";
import { proofByKey } from "#radius-server/radsec/identity";
import { LIMITS, type Limits } from "#radius-server/radsec/limits";
import { openLines } from "#radius-server/radsec/lines";
import { type RadsecServer, startRadsec } from "#radius-server/radsec/start";
import { secretsKept } from "#radius-server/secrets";
import { ticketsOf } from "#radius-server/tickets";
import { freePort } from "../../../bench/ports.ts";
import { type TestWorld, testWorld } from "../../setup/world.ts";
import { byKey, radsecClient } from "./client.ts";
import { statusServer } from "./home.ts";

const IDENTITY = "ap-1";

let world: TestWorld;
/** the same world with a Redis that counts how often it is asked whether it keeps what it is given */
let served: World;
let psk: string;
let closeTables: () => Promise<unknown>;
let listen: (
  limits: Partial<Limits>,
  more?: { readonly host?: string; readonly held?: RejectDelay },
) => Promise<RadsecServer>;
let talk: (socket: TLSSocket) => ReturnType<typeof converse>;
/** Status-Server in work now, and the most there ever were. */
const work = { begun: 0, now: 0, most: 0 };

beforeAll(async () => {
  world = await testWorld({ realClock: true, settings: { RADSEC_PORT: 0, RADSEC_PSK: "on" } });
  const { database } = world;
  const siteId = await addSite(database, { parentId: null, kind: "site", code: "s", name: "Bến xe" });
  const { id } = await addNas(world, database, { siteId, name: "AP", kind: "generic", addresses: [] });
  psk = await givePsk(world, database, id, IDENTITY);
  const nasTable = await openNasTable(world);
  const redis = Object.assign(Object.create(world.redis), {
    setrange: async (key: string) => {
      work.begun += 1;
      work.now += 1;
      work.most = Math.max(work.most, work.now);
      await world.redis.setrange(key, 0, "");
      work.now -= 1;
    },
  });
  served = { ...world, redis };
  const server = {
    world: served,
    nasTable,
    planTable: await planTable.of(world),
    book: () => Promise.reject(new Error("no report is sent here")),
    open: () => Promise.reject(new Error("nobody logs in here")),
    tickets: ticketsOf(world.keyring),
    grantOf: () => Promise.reject(new Error("nobody logs in here")),
    unstoredAt: () => Promise.reject(new Error("nothing restarts here")),
  };
  const base = { server, cache: replyCache(), secrets: secretsKept(), guard: openGuard(world) };
  listen = async (limits, { host, held } = {}) => {
    const there = host ? { ...served, settings: { ...served.settings, RADSEC_HOST: host } } : served;
    const guard = held ? { ...base.guard, rejectDelay: held } : base.guard;
    const on = { ...base, guard, server: { ...server, world: there } };
    return (await startRadsec(on, openLines(), { ...LIMITS, ...limits })) as RadsecServer;
  };
  talk = (socket) => {
    const nas = nasTable.byTlsIdentity({ kind: "psk", value: IDENTITY })!;
    return converse(base, socket, proofByKey(nas), LIMITS);
  };
  closeTables = () => Promise.all([nasTable.close(), planTable.close(world)]);
});
afterAll(async () => {
  await closeTables();
  await world.close();
});

const enter = (port: number) => radsecClient(port, byKey(IDENTITY, psk));

const knock = async (port: number, more: Partial<TcpNetConnectOpts> = {}): Promise<Socket> => {
  const socket = connectTcp({ port, host: "127.0.0.1", ...more });
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
};

/** An Access-Request of nobody we let in. */
const login = (identifier: number): Uint8Array => {
  const requestAuthenticator = randomBytes(16);
  const secret = secretOf("radsec");
  const hidden = hidePassword(Buffer.from("nobody"), secret, requestAuthenticator);
  const asked = [text(ATTRIBUTE["User-Name"], "nobody"), octets(ATTRIBUTE["User-Password"], hidden)];
  return request(CODE["Access-Request"], identifier, asked, secret, { requestAuthenticator });
};

const counted = async (reason: string): Promise<number> => {
  await flushFaults(served);
  const [row] = await world.database("nas_faults").where({ reason }).sum({ count: "count" });
  return Number(row?.["count"] ?? 0);
};

describe("a handshake", () => {
  it("is given so many seconds, and no more", async () => {
    const server = await listen({ handshakeSeconds: 0.2 });
    const silent = await knock(server.port);
    await once(silent, "close");
    expect(await counted("radsec-handshake-slow")).toBe(1);
    await server.close();
  });

  it("makes room for another when too many wait, the longest waiting first", async () => {
    const server = await listen({ mostHandshakes: 3 });
    const waiting = [await knock(server.port), await knock(server.port), await knock(server.port)];
    const firstIsGone = once(waiting[0] as Socket, "close");
    const nas = await enter(server.port);
    await firstIsGone;
    expect((await nas.ask(statusServer())).code).toBe(CODE["Access-Accept"]);
    expect(waiting.slice(1).map(({ closed }) => closed)).toEqual([false, false]);
    expect(await counted("radsec-handshakes-many")).toBe(1);
    await nas.close();
    await server.close();
    expect(work.now).toBe(0);
  });
});

describe.runIf(process.platform === "linux")("a flood of connections from one address", () => {
  it("pushes out its own, however long a NAS at another address has waited", async () => {
    const server = await listen({ mostHandshakes: 3 });
    const waiting = await knock(server.port);
    const flood: Socket[] = [];
    for (let count = 0; count < 4; count += 1)
      flood.push(await knock(server.port, { localAddress: "127.0.0.2" }));
    const areClosed = () => [waiting, ...flood].map(({ closed }) => closed);
    await expect.poll(areClosed).toEqual([false, true, true, false, false]);
    await server.close();
  });
});

describe.runIf(process.platform === "linux")("a handshake from a port that another came from", () => {
  it("is given its seconds too after a reset, which is heard of only after the new one", async () => {
    const server = await listen({ handshakeSeconds: 0.2 });
    const localPort = await freePort();
    const first = await knock(server.port, { localPort });
    first.resetAndDestroy();
    const second = await knock(server.port, { localPort });
    await once(second, "close");
    await server.close();
  });

  it("is given its seconds, and so is the other, where they came to two addresses of ours", async () => {
    const server = await listen({ handshakeSeconds: 0.2 }, { host: "0.0.0.0" });
    const same = { localAddress: "127.0.0.1", localPort: await freePort() };
    const first = await knock(server.port, same);
    const second = await knock(server.port, { ...same, host: "127.0.0.2" });
    await Promise.all([once(first, "close"), once(second, "close")]);
    await server.close();
  });
});

describe("the connections of one NAS", () => {
  it("are so many at once: the one silent longest makes room for a new one", async () => {
    const server = await listen({ mostPerNas: 2 });
    const first = await enter(server.port);
    const second = await enter(server.port);
    await second.ask(statusServer());
    await first.ask(statusServer());
    const third = await enter(server.port);
    await second.closed;
    expect((await first.ask(statusServer(1))).code).toBe(CODE["Access-Accept"]);
    expect((await third.ask(statusServer(1))).code).toBe(CODE["Access-Accept"]);
    await server.close();
    await Promise.all([first.closed, third.closed]);
  });

  it("close after a long silence, also in the middle of a packet", async () => {
    const server = await listen({ idleSeconds: 0.2 });
    const nas = await enter(server.port);
    nas.write(statusServer().subarray(0, 10));
    await nas.closed;
    await server.close();
  });
});

/** Both ends of a line that carries nothing from the first to the second once it is cut, until it is mended. */
const lineOf = () => {
  let isCut = false;
  let held = (): void => {};
  const ends = [0, 1].map(
    (end): Duplex =>
      new Duplex({
        read() {},
        write(chunk: Buffer, _encoding, done) {
          const carry = (): void => {
            ends[1 - end]?.push(chunk);
            done();
          };
          if (end === 0 && isCut) held = carry;
          else carry();
        },
      }),
  );
  const [ours, theirs] = ends as [Duplex, Duplex];
  const cut = (): void => {
    isCut = true;
  };
  const mend = (): void => {
    isCut = false;
    held();
  };
  return { ours, theirs, cut, mend };
};

/** A connection over such a line. */
const talkOver = async ({ ours, theirs }: ReturnType<typeof lineOf>) => {
  const key = Buffer.from(psk, "hex");
  const options = { minVersion: "TLSv1.2", maxVersion: "TLSv1.2", ciphers: "PSK" } as const;
  const served = new TLSSocket(ours, { ...options, isServer: true, pskCallback: () => key } as object);
  const nas = await radsecClient(0, { ...byKey(IDENTITY, psk, "TLSv1.2"), socket: theirs });
  return { nas, served, ...talk(served) };
};

describe("a connection that is to close", () => {
  it("is cut off after a moment where its peer reads nothing, though it goes on sending", async () => {
    const between = lineOf();
    const { nas, close, closed } = await talkOver(between);
    between.cut();
    nas.write(statusServer());
    const sending = setInterval(() => nas.write(Buffer.of(1)), 100);
    close();
    await closed;
    clearInterval(sending);
    nas.socket.destroy();
  });
});

describe("a NAS that does not read what is sent", () => {
  it("is told of no more changes until it does", async () => {
    const between = lineOf();
    const { nas, served, line, closed } = await talkOver(between);
    const attributes = [text(ATTRIBUTE["User-Name"], "w".repeat(240))];
    const change = { means: "disconnect", attributes, messageAuthenticator: true } as const;
    const patience = new AbortController();
    setMaxListeners(0, patience.signal);
    between.cut();
    let sent = 0;
    while (line.isReady()) {
      void line.ask(change, patience.signal);
      sent += 1;
    }
    expect(sent).toBeLessThan(200);
    const drained = once(served, "drain");
    between.mend();
    await drained;
    expect(line.isReady()).toBe(true);
    nas.socket.destroy();
    served.destroy();
    await closed;
  });
});

describe("a NAS that asks faster than it is answered", () => {
  it("has so many packets in work at once", async () => {
    const server = await listen({ mostInWork: 4 });
    work.most = 0;
    const nas = await enter(server.port);
    await Promise.all(Array.from({ length: 200 }, (_, identifier) => nas.ask(statusServer(identifier))));
    expect(work.most).toBe(4);
    await nas.close();
    await server.close();
  });

  it("is answered while more of its logins wait to be rejected than it may have in work", async () => {
    const held = rejectDelay(60_000);
    const server = await listen({ mostInWork: 4 }, { held });
    const nas = await enter(server.port);
    const rejects = Array.from({ length: 8 }, (_, identifier) => nas.ask(login(identifier)));
    expect((await nas.ask(statusServer(8))).code).toBe(CODE["Access-Accept"]);
    held.close();
    const codes = (await Promise.all(rejects)).map(({ code }) => code);
    expect(codes).toEqual(rejects.map(() => CODE["Access-Reject"]));
    await nas.close();
    await server.close();
  });

  it("is not read while it does not read its answers, and is answered in full once it does", async () => {
    const server = await listen({});
    const nas = await enter(server.port);
    // Proxy-States come back, so the answers soon fill what the system holds for a peer that does not read.
    const proxies = Array.from({ length: 10 }, () => octets(ATTRIBUTE["Proxy-State"], Buffer.alloc(250)));
    const packets = Array.from({ length: 8_000 }, (_, index) => statusServer(index % 256, proxies));
    nas.socket.pause();
    work.begun = 0;
    for (const packet of packets) nas.write(packet);
    let last = 0;
    const isStill = (): boolean => {
      const was = last;
      last = work.begun;
      return last > 0 && last === was && work.now === 0;
    };
    await expect.poll(isStill, { interval: 500, timeout: 15_000 }).toBe(true);
    expect(work.begun).toBeLessThan(packets.length);
    const lastAnswer = nas.ask(statusServer(255));
    expect((await lastAnswer).code).toBe(CODE["Access-Accept"]);
    expect(work.begun).toBe(packets.length + 1);
    await nas.close();
    await server.close();
  });
});

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
const openFiles = (): number => readdirSync("/proc/self/fd").length;

const RUBBISH: readonly ((socket: Socket) => void)[] = [
  (socket) => socket.write(randomBytes(3_000)),
  (socket) => socket.write("GET / HTTP/1.1\r\n\r\n"),
  (socket) => socket.end(Buffer.from("1603010200010001fc0303", "hex")),
  (socket) => socket.write(Buffer.concat([Buffer.from("160301000501000001", "hex"), randomBytes(200)])),
  (socket) => socket.resetAndDestroy(),
  (socket) => socket.end(),
];

const bother = async (port: number, times: number): Promise<void> => {
  for (let done = 0; done < times; done += 50) {
    const sockets = await Promise.all(Array.from({ length: 50 }, () => knock(port)));
    const gone = sockets.map((socket) => once(socket.resume(), "close"));
    for (const [index, socket] of sockets.entries()) RUBBISH[index % RUBBISH.length]?.(socket);
    await Promise.all(gone);
  }
};

describe.runIf(process.platform === "linux")("a thousand connections of rubbish", () => {
  it("leave neither an open file nor memory behind, and the NAS is served as before", async () => {
    const server = await listen({ handshakeSeconds: 1 });
    await bother(server.port, 200);
    collectGarbage();
    const before = { files: openFiles(), heap: process.memoryUsage().heapUsed };
    await bother(server.port, 1_000);
    await expect.poll(openFiles).toBeLessThanOrEqual(before.files);
    collectGarbage();
    expect(process.memoryUsage().heapUsed - before.heap).toBeLessThan(3_000_000);
    const nas = await enter(server.port);
    expect((await nas.ask(statusServer())).code).toBe(CODE["Access-Accept"]);
    await nas.close();
    await server.close();
  });
});

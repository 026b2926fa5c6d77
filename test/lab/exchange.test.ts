import { createHash } from "node:crypto";
import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accountingRequest } from "#lab/nas/codec";
import { type Exchange, openExchange } from "#lab/nas/exchange";
import { emptyTally, type Tally } from "#lab/nas/tally";
import { isAccountingReplyTo } from "#lab/nas/verify";

const SECRET = "testing123";

let server: Socket;
let exchange: Exchange;
let tally: Tally;

beforeEach(async () => {
  server = createSocket({ type: "udp4", recvBufferSize: 1_048_576 }).bind(0, "127.0.0.1");
  await once(server, "listening");
  tally = emptyTally();
  const { port } = server.address();
  exchange = await openExchange({ host: "127.0.0.1", authPort: port, acctPort: port }, tally);
});
afterEach(() => {
  exchange.close();
  server.close();
});

const ask = (patience: number): Promise<Buffer | undefined> =>
  exchange.ask({
    port: server.address().port,
    build: (identifier) => accountingRequest(identifier, SECRET, [["Acct-Session-Id", "1"]]),
    isAuthentic: (reply, request) => isAccountingReplyTo(reply, request, SECRET),
    patience,
  });

const next = async (): Promise<[Buffer, RemoteInfo]> =>
  (await once(server, "message")) as [Buffer, RemoteInfo];

/** An Accounting-Response by RFC 2866 section 3, made without the lab's codec. */
const response = (request: Buffer, secret: string): Buffer => {
  const reply = Buffer.from([5, request.readUInt8(1), 0, 20, ...request.subarray(4, 20)]);
  createHash("md5").update(reply).update(secret).digest().copy(reply, 4);
  return reply;
};

describe("a question of a pretend access point", () => {
  it("is repeated with the same octets from the same port until it is answered (RFC 5080 section 2.2.1)", async () => {
    const answer = ask(10);
    const [first, from] = await next();
    const [second, again] = await next();
    expect(second).toEqual(first);
    expect(again.port).toBe(from.port);
    server.send(response(second, SECRET), again.port);
    expect(await answer).toBeDefined();
    expect(tally).toEqual({ sent: 1, answered: 1, retransmitted: 1, lost: 0, untrusted: 0 });
  });

  it("is not settled by a reply signed with another secret", async () => {
    const answer = ask(10);
    const [request, from] = await next();
    server.send(response(request, "another"), from.port);
    await expect.poll(() => tally.untrusted).toBe(1);
    expect(tally.answered).toBe(0);
    server.send(response(request, SECRET), from.port);
    expect(await answer).toBeDefined();
  });

  it("is given up after its patience, and counted as lost", async () => {
    expect(await ask(1)).toBeUndefined();
    expect(tally).toMatchObject({ sent: 1, answered: 0, lost: 1 });
  });

  it("has an identifier of its own among 300 at once", async () => {
    const all = Promise.all(Array.from({ length: 300 }, () => ask(20)));
    const kept = new Map<string, [Buffer, RemoteInfo]>();
    const answer = ([request, { port }]: [Buffer, RemoteInfo]) =>
      server.send(response(request, SECRET), port);
    server.on("message", (request: Buffer, from: RemoteInfo) => {
      const wereAll = kept.size === 300;
      kept.set(`${from.port}/${request.readUInt8(1)}`, [request, from]);
      if (wereAll) answer([request, from]);
      else if (kept.size === 300) for (const asked of kept.values()) answer(asked);
    });
    expect((await all).every((reply) => reply !== undefined)).toBe(true);
    expect(kept.size).toBe(300);
  });
});

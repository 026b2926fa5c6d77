import { describe, expect, it } from "vitest";
import { changeReply } from "#lab/nas/codec";
import type { Change } from "#radius-server/change/exchange";
import { type Packet, parse } from "#radius-server/protocol/packet";
import { openLine } from "#radius-server/radsec/line";

const END: Change = { means: "disconnect", attributes: [], messageAuthenticator: true };

const opened = () => {
  const sent: Buffer[] = [];
  const line = openLine({
    nasId: 1,
    heardAt: () => 0,
    isUsable: () => true,
    send: (octets) => sent.push(Buffer.from(octets)),
  });
  const ask = (patience = new AbortController()) => line.ask(END, patience.signal);
  const acknowledge = (request: Buffer) =>
    line.take(parse(changeReply("Disconnect-ACK", request, "radsec", [])) as Packet);
  return { line, sent, ask, acknowledge };
};

describe("requests down one connection", () => {
  it("are at most 256 at once, each by another identifier (RFC 2865 section 3)", async () => {
    const { sent, ask, acknowledge } = opened();
    const asked = Array.from({ length: 256 }, () => ask());
    await expect(ask()).rejects.toMatchObject({ code: "change_identifiers_spent" });
    expect(new Set(sent.map((octets) => octets[1])).size).toBe(256);
    expect(sent.map(acknowledge)).toEqual(sent.map(() => undefined));
    expect(new Set((await Promise.all(asked)).map((answer) => JSON.stringify(answer))).size).toBe(1);
    const again = ask();
    acknowledge(sent[256]!);
    expect(await again).toEqual({ kind: "acknowledged" });
  });

  it("go on from identifier to identifier, so that an answer that comes too late is nobody's", async () => {
    const { sent, ask, acknowledge } = opened();
    const patience = new AbortController();
    const silent = ask(patience);
    patience.abort();
    expect(await silent).toEqual({ kind: "silent" });
    void ask();
    expect(sent[1]?.[1]).not.toBe(sent[0]?.[1]);
    expect(acknowledge(sent[0]!)).toBe("change-answer-unasked");
  });

  it("end with the connection", async () => {
    const { line, ask } = opened();
    const asked = ask();
    line.close();
    expect(await asked).toBe("closed");
    expect(await ask()).toBe("closed");
  });
});

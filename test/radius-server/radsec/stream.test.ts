import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CODE } from "#radius-server/protocol/codes";
import { cut } from "#radius-server/radsec/stream";
import { attribute, datagram } from "../protocol/datagrams.ts";

/** Feeds a stream in pieces of the given sizes, again and again until it ends. */
const fed = (stream: Buffer, sizes: readonly number[]) => {
  const packets: string[] = [];
  let rest: Buffer = Buffer.alloc(0);
  for (let at = 0, turn = 0; at < stream.length; turn += 1) {
    const size = sizes[turn % sizes.length] as number;
    const found = cut(rest, stream.subarray(at, at + size));
    packets.push(...found.packets.map((packet) => packet.toString("hex")));
    if (found.fault) return { packets, fault: found.fault };
    rest = found.rest;
    at += size;
  }
  return { packets, rest: rest.toString("hex") };
};

const anyPacket = fc
  .tuple(fc.constantFrom(1, 4, 12), fc.array(fc.uint8Array({ maxLength: 253 }), { maxLength: 15 }))
  .map(([code, values]) =>
    datagram(
      code,
      values.map((value) => attribute(26, value)),
    ),
  );

const anySizes = fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 8 });

describe("a stream of packets", () => {
  it("gives the same packets however TCP and TLS cut it", () => {
    fc.assert(
      fc.property(fc.array(anyPacket, { maxLength: 8 }), anySizes, fc.nat(19), (packets, sizes, more) => {
        const partial = datagram(CODE["Access-Request"]).subarray(0, more);
        expect(fed(Buffer.concat([...packets, partial]), sizes)).toEqual({
          packets: packets.map((packet) => packet.toString("hex")),
          rest: partial.toString("hex"),
        });
      }),
      { numRuns: 500 },
    );
  });

  it("ends at the same fault however it is cut, after the packets before it", () => {
    const anyFault = fc.constantFrom(
      { length: 19, fault: "length-below-20" },
      { length: 0, fault: "length-below-20" },
      { length: 4_097, fault: "too-long" },
      { length: 65_535, fault: "too-long" },
    );
    fc.assert(
      fc.property(fc.array(anyPacket, { maxLength: 4 }), anySizes, anyFault, (packets, sizes, wrong) => {
        const broken = datagram(CODE["Access-Request"], [], { length: wrong.length });
        expect(fed(Buffer.concat([...packets, broken, Buffer.alloc(5_000)]), sizes)).toEqual({
          packets: packets.map((packet) => packet.toString("hex")),
          fault: wrong.fault,
        });
      }),
      { numRuns: 500 },
    );
  });

  it("keeps less than one packet between chunks, in memory of its own", () => {
    const chunk = Buffer.alloc(65_536);
    datagram(CODE["Access-Request"], [], { length: 4_096 }).copy(chunk, 65_536 - 100);
    for (let at = 0; at + 20 <= 65_536 - 100; at += 20) datagram(CODE["Status-Server"]).copy(chunk, at);
    const { rest } = cut(Buffer.alloc(0), chunk.subarray(16));
    expect(rest.length).toBeLessThan(4_096);
    expect(rest.buffer).not.toBe(chunk.buffer);
  });
});

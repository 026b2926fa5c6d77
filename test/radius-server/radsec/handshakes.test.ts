import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { handshakes } from "#radius-server/radsec/handshakes";

const from = (remoteAddress: string): Socket =>
  Object.defineProperty(new Socket(), "remoteAddress", { value: remoteAddress });

/** Which are ended when one more comes than there is room for. */
const endedOf = (addresses: readonly string[]): readonly boolean[] => {
  const room = handshakes({ most: addresses.length - 1, seconds: 60 }, () => {});
  const sockets = addresses.map(from);
  for (const [index, socket] of sockets.entries()) room.begin(String(index), socket);
  const ended = sockets.map(({ destroyed }) => destroyed);
  room.closeAll();
  return ended;
};

describe("handshakes for which there is no room", () => {
  it("are ended where one address has the most", () => {
    expect(endedOf(["192.0.2.1", "192.0.2.2", "192.0.2.2", "192.0.2.3"])).toEqual([
      false,
      true,
      false,
      false,
    ]);
    expect(endedOf(["192.0.2.1", "::ffff:192.0.2.2", "192.0.2.2", "::1"])).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  it("are ended where one network of IPv6 has the most, whichever of its addresses they come from", () => {
    expect(endedOf(["2001:db8::1", "2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:2::1"])).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  it("are ended by how long they wait where no address has more than another", () => {
    expect(endedOf(["192.0.2.1", "192.0.2.2", "192.0.2.3"])).toEqual([true, false, false]);
  });
});

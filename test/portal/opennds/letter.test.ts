import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { customOf, opennds, proofOf } from "#portal/dialects/opennds";
import { readLetter } from "#portal/opennds/letter";
import { bearsMark, markOf, sealed } from "#portal/opennds/seal";
import { nasWith, OPENNDS_HID } from "../gateway.ts";

const KEY = "1234567890";
const NONCE = "0123456789abcdef0123456789abcdef";
const RIGHT = { loginId: "w-0123456789ab", password: "0123456789abcdef" };
const CUSTOM = customOf(RIGHT);
const letter = (rest: string) => readLetter(`hien1 ${NONCE} ${rest}`)?.letter;

describe("the proof openNDS wants", () => {
  it("is the one the real gateway took", () => {
    expect(proofOf(OPENNDS_HID, KEY)).toBe(
      "4b3dec84ae0070498f4a062a2e2dca47c85838589aca913bd29d1f7c6ead06bb",
    );
  });

  it("is not given where no key is known", () => {
    const fas = Buffer.from(`hid=${OPENNDS_HID}, gatewayaddress=10.1.0.1:2050`).toString("base64");
    const arrival = { rawQuery: `fas=${fas}`, form: {}, portalUrl: "http://p/x", ownHosts: [] };
    expect(opennds.read(arrival, nasWith())).toEqual({ kind: "disbelieved", reason: "redirect_unsigned" });
  });
});

describe("the text a gateway's script gets with a device", () => {
  it("is letters and digits alone, so that no shell and no address changes it", () => {
    expect(CUSTOM).toMatch(/^[A-Za-z0-9]{40}$/);
  });
});

describe("a letter of a gateway", () => {
  it("asks whether a device may go online", () => {
    expect(letter(`open aa:bb:cc:dd:ee:01 10.2.0.60 ${CUSTOM}`)).toEqual({
      ...{ kind: "open", mac: "aa:bb:cc:dd:ee:01", ip: "10.2.0.60", right: RIGHT },
    });
  });

  it("tells in octets what a session moved that has ended, what came down first", () => {
    expect(letter(`end ndsctl_deauth aa:bb:cc:dd:ee:01 1248500 30378 34 ${CUSTOM}`)).toEqual({
      kind: "end",
      how: "ndsctl",
      client: { mac: "aa:bb:cc:dd:ee:01", right: RIGHT, up: 30_378, down: 1_248_500, seconds: 34 },
    });
  });

  it("lists who is online, in KiB, also whom somebody else let in", () => {
    const clients = `aa:bb:cc:dd:ee:01 ${CUSTOM} 29 1219 34\naa:bb:cc:dd:ee:02 none 0 0 5`;
    expect(letter(`list\n${clients}`)).toMatchObject({
      clients: [{ right: RIGHT, up: 29_696, down: 1_248_256, seconds: 34 }, { right: null }],
    });
    expect(letter("list\n")).toEqual({ kind: "list", clients: [] });
  });

  it("is nothing when any of it is something else", () => {
    for (const rest of [
      "open aa:bb:cc:dd:ee:01 10.2.0.60 bmE=",
      `open aa:bb:cc:dd:ee:01 10.2.0.60 ${CUSTOM}\n`,
      `open AA:bb:cc:dd:ee:01 10.2.0.60 ${CUSTOM}`,
      `end ndsctl_deauth aa:bb:cc:dd:ee:01 -1 0 34 ${CUSTOM}`,
      `list\naa:bb:cc:dd:ee:01 ${CUSTOM} 29 1219 34 `,
      "shut",
    ])
      expect(letter(rest)).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => letter(text) === undefined));
  });
});

describe("a mark", () => {
  it("holds for one key and one text", () => {
    expect(bearsMark(KEY, markOf(KEY, "text"), "text")).toBe(true);
    expect(bearsMark(KEY, markOf(KEY, "text"), "texu")).toBe(false);
    expect(bearsMark("0123456789", markOf(KEY, "text"), "text")).toBe(false);
    expect(bearsMark(KEY, "", "text")).toBe(false);
  });

  it("binds an answer to the letter it answers", () => {
    const [mark = "", said] = sealed(KEY, NONCE, "deauth aa:bb:cc:dd:ee:01").split("\n");
    expect(bearsMark(KEY, mark, `${NONCE} ${said}`)).toBe(true);
    expect(bearsMark(KEY, mark, `${NONCE.replace("0", "1")} ${said}`)).toBe(false);
  });
});

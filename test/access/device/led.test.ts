import { describe, expect, it } from "vitest";
import { type Led, ledIn, ledText } from "#access/device/led";
import { keyringOf } from "#access/runtime/keyring";

const HOUR_MS = 3_600_000;
const keyring = keyringOf("a-secret-of-the-tests-only-0123456789abcdef");
const led: Led = {
  nasId: 7,
  mac: "a8:00:00:00:00:01",
  loginId: "A8-00-00-00-00-01",
  nasSessionId: "0000 0001é",
  at: 1_795_823_579_000,
};

describe("a device led to the portal", () => {
  it("is found again in the parameter it was put into, for an hour", () => {
    const text = ledText(keyring, led);
    expect(ledIn(keyring, text, led.at)).toEqual(led);
    expect(ledIn(keyring, text, led.at + HOUR_MS - 1)).toEqual(led);
    expect(ledIn(keyring, text, led.at + HOUR_MS)).toBeUndefined();
  });

  it("stands in an address as it is, and cannot be read there", () => {
    const text = ledText(keyring, led);
    expect(encodeURIComponent(text)).toBe(text);
    expect(Buffer.from(text, "base64url").toString("latin1")).not.toContain("A8-00");
  });

  it("is not found in what was changed, cut short, sealed with another secret, or is nothing of ours", () => {
    const text = ledText(keyring, led);
    const others = [
      ledText(keyringOf("another-secret-of-the-tests-0123456789abcdef"), led),
      keyring.seal("visit", JSON.stringify([7, led.mac, "", "", led.at])).toString("base64url"),
      text.slice(0, -1),
      `${text.slice(0, 20)}AAAA${text.slice(24)}`,
      "",
      "AQ",
      "%00",
    ];
    for (const other of others) expect([other, ledIn(keyring, other, led.at)]).toEqual([other, undefined]);
  });
});

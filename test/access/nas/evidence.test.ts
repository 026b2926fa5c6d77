import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Evidence,
  isFromAnywhere,
  isProof,
  joined,
  postureOf,
  type Sign,
  unseen,
  withSign,
} from "#access/nas/evidence";

const HOUR = 3_600_000;
const NOON = 1_800_000_000_000;

const seenIn = (signs: readonly Sign[], everyMs: number): Evidence =>
  signs.reduce((known, sign, index) => withSign(known, sign, NOON + index * everyMs), unseen(1));
const signed = (count: number): Sign[] => Array.from({ length: count }, () => "signed");

describe("evidence that a NAS signs its logins", () => {
  it("is proof after 20 in a row over an hour", () => {
    expect(isProof(seenIn(signed(20), HOUR / 19))).toBe(true);
  });

  it("is no proof while it is fewer, or sooner", () => {
    expect(isProof(seenIn(signed(19), HOUR))).toBe(false);
    expect(isProof(seenIn(signed(1_000), 1_000))).toBe(false);
  });

  it("begins anew with a login that is not signed", () => {
    expect(isProof(seenIn([...signed(19), "unsigned", ...signed(19)], HOUR))).toBe(false);
    expect(isProof(seenIn([...signed(19), "unsigned", ...signed(20)], HOUR))).toBe(true);
  });

  it("is the same whether it is joined from parts or seen at once", () => {
    const sign = fc.constantFrom<Sign>("signed", "signed", "signed", "unsigned", "proxied");
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 60 }), fc.nat(60), (signs, cut) => {
        const at = (index: number): number => NOON + index * 60_000;
        const part = (from: number, to: number): Evidence =>
          signs
            .slice(from, to)
            .reduce((known, each, index) => withSign(known, each, at(from + index)), unseen(1));
        expect(joined(part(0, cut), part(cut, signs.length))).toEqual(part(0, signs.length));
      }),
    );
  });
});

describe("the posture of a NAS", () => {
  const seen = { firstSeenAt: NOON, proxiedAt: null };
  const radsec = { required: true, pskIdentity: null, psk: null, fingerprint: null, name: null };
  it.each([
    ["tls", { messageAuthenticator: "legacy", radsec }, undefined],
    ["never-seen", { messageAuthenticator: "require" }, undefined],
    ["require", { messageAuthenticator: "require" }, seen],
    ["learning", { messageAuthenticator: "auto" }, seen],
    ["legacy", { messageAuthenticator: "legacy" }, seen],
    ["legacy-proxied", { messageAuthenticator: "legacy" }, { ...seen, proxiedAt: NOON }],
  ] as const)("is %s", (posture, nas, evidence) => {
    expect(postureOf(nas, evidence)).toBe(posture);
  });
});

describe("a NAS that may send from any address", () => {
  it("is known by a block of everything", () => {
    expect(isFromAnywhere({ addresses: ["10.0.0.0/8", "::/0"] })).toBe(true);
    expect(isFromAnywhere({ addresses: ["10.0.0.0/8", "2001:db8::/32"] })).toBe(false);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DialectName } from "#access/vendors/vendor";
import { DIALECTS } from "#portal/dialects/dialects";
import { nasWith, REDIRECTS, type Redirect } from "../gateway.ts";

const NAMES = Object.keys(DIALECTS) as DialectName[];
const TOKEN = { loginId: "w-0123456789ab", password: "0123456789abcdef" };
const RETURN_URL = "https://portal.example.net/v/0123456789";
const nas = nasWith();
const keyed = nasWith({ portalSecret: "1234567890" });

/** openNDS says so by leading back to the visit; its grant is one text. */
const LETTERS: readonly DialectName[] = ["opennds"];

describe.each(NAMES)("the dialect %s", (name) => {
  const dialect = DIALECTS[name];
  const readRaw = (rawQuery: string) =>
    dialect.read(
      { rawQuery, form: {}, portalUrl: "https://portal.example.net/x", ownHosts: ["portal.example.net"] },
      name === "opennds" ? keyed : nas,
    );
  const read = (redirect: Redirect = {}) => readRaw(REDIRECTS[name](redirect));
  const contextOf = (redirect: Redirect = {}) => {
    const reading = read(redirect);
    if (reading.kind !== "context") throw new Error(reading.reason);
    return reading.context;
  };

  it("reads the device, its address and the login address", () => {
    expect(contextOf()).toMatchObject({
      phase: "new",
      mac: "aa:bb:cc:dd:ee:01",
      ip: "10.1.0.23",
      signed: false,
    });
    expect(new URL(contextOf().loginUrl).hostname).toBe("10.1.0.1");
  });

  it("reads every way a device's address is written", () => {
    for (const mac of [
      "AA-BB-CC-DD-EE-01",
      "aa:bb:cc:dd:ee:01",
      "AABBCCDDEE01",
      "AABB.CCDD.EE01",
      "AA-BB-CC-DD-EE-01:Cafe",
    ])
      expect(contextOf({ mac }).mac).toBe("aa:bb:cc:dd:ee:01");
  });

  it("disbelieves a device's address that is none", () => {
    for (const mac of [
      "AA-BB-CC-DD-EE",
      "zz:bb:cc:dd:ee:01",
      "aabbccddee012",
      "AA-BB:CC-DD-EE-01",
      "' or 1=1",
    ])
      expect(read({ mac })).toEqual({ kind: "disbelieved", reason: "redirect_malformed" });
  });

  it("disbelieves a login address that is not on the NAS's list", () => {
    for (const login of [
      "http://10.1.0.2:3990/logon",
      "http://evil.example:3990/logon",
      "http://10.1.0.1.evil.example:3990/",
    ])
      expect(read({ login })).toEqual({ kind: "disbelieved", reason: "redirect_foreign_login" });
  });

  it("disbelieves a request that names no gateway at all", () => {
    expect(readRaw("")).toEqual({ kind: "disbelieved", reason: "redirect_incomplete" });
    expect(readRaw("lang=vi")).toEqual({ kind: "disbelieved", reason: "redirect_incomplete" });
  });

  if (!LETTERS.includes(name))
    it("says when the gateway refused the sign-in", () => {
      expect(contextOf({ failed: true }).phase).toBe("failed");
    });

  it("offers the page a person wanted, and none that nobody wanted", () => {
    expect(contextOf({ original: "http://example.com/a?b=c" }).originalUrl).toBe("http://example.com/a?b=c");
    for (const original of [
      "",
      "javascript:alert(1)",
      "ftp://example.com/",
      "http://user:pass@example.com/",
      "http://example.com/\u0000",
      "http://example.com/a b",
      "https://portal.example.net/v/x",
      "http://captive.apple.com/hotspot-detect.html",
      "http://captive.apple.com./hotspot-detect.html",
      "http://connectivitycheck.gstatic.com/generate_204",
      `http://example.com/${"a".repeat(1_024)}`,
    ])
      expect(contextOf({ original }).originalUrl).toBeNull();
  });

  it("hands over by a top-level navigation to the login address it read", () => {
    const context = contextOf();
    const handOver = dialect.handOver(context, keyed, TOKEN, RETURN_URL);
    expect(handOver.url.startsWith(context.loginUrl)).toBe(true);
    const fields =
      handOver.kind === "form" ? handOver.fields : Object.fromEntries(new URL(handOver.url).searchParams);
    const grant = fields["username"] ?? Buffer.from(fields["custom"] ?? "", "base64").toString();
    expect(grant.startsWith(TOKEN.loginId)).toBe(true);
  });

  it("neither throws nor hangs at any query", () => {
    fc.assert(
      fc.property(fc.webQueryParameters(), fc.string({ maxLength: 200 }), (query, tail) => {
        expect(["context", "disbelieved"]).toContain(readRaw(`${REDIRECTS[name]({})}&${query}${tail}`).kind);
        expect(readRaw(tail).kind).toBe("disbelieved");
      }),
    );
  });

  it("disbelieves a query longer than any gateway makes", () => {
    expect(readRaw(`${REDIRECTS[name]({})}&x=${"a".repeat(6_000)}`)).toEqual({
      kind: "disbelieved",
      reason: "redirect_malformed",
    });
  });
});

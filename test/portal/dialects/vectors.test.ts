import { describe, expect, it } from "vitest";
import { generic } from "#portal/dialects/generic";
import { allowedLoginUrl } from "#portal/dialects/login-origin";
import { httpChap, mikrotik, octalText } from "#portal/dialects/mikrotik";
import { uam } from "#portal/dialects/uam";
import { chapAnswer, sharedChallenge, vouchedQuery } from "#portal/dialects/uam-answer";
import { nasWith, REDIRECTS, signedUam } from "../gateway.ts";

const PASSWORD = "tokENsingleUse42";
const SECRET = "s3cret-uam";
const CHALLENGE = "00112233445566778899aabbccddeeff";
const PORTAL = "https://portal.example.net/uam";
const SAMPLE =
  "res=notyet&uamip=10.1.0.1&uamport=3990&challenge=00112233445566778899aabbccddeeff&called=00-11-22-33-44-55" +
  "&mac=AA-BB-CC-DD-EE-01&ip=10.1.0.23&nasid=hotel-7&sessionid=179500000100000001&userurl=http%3a%2f%2fexample.com%2f";
const SIGNED = `${SAMPLE}&md=71D72FF2FE24EA2C0B3656D3920D4023`;

const token = { loginId: "w-0123456789ab", password: PASSWORD };
const arrival = (rawQuery: string) => ({ rawQuery, form: {}, portalUrl: PORTAL, ownHosts: [] });
const nas = nasWith({ portalSecret: SECRET });

describe("the answer to a UAM challenge", () => {
  it("is computed from the challenge and the UAM secret as a live CoovaChilli does", () => {
    const shared = sharedChallenge(CHALLENGE, SECRET);
    expect(shared.toString("hex")).toBe("2c864d60a0dad9a2e912414901d3dbaf");
    expect(chapAnswer(PASSWORD, shared)).toBe("965d2de8ab517e1755322500ca1b291a");
  });

  it("uses the challenge itself where there is no UAM secret", () => {
    expect(chapAnswer(PASSWORD, sharedChallenge(CHALLENGE, null))).toBe("d216ca195a0332d5b9f054b37f06f9c7");
  });

  it("reads uspot's upper-case challenge", () => {
    const shared = sharedChallenge("0392077A81332653F7B6B5EFA9917478", SECRET);
    expect(shared.toString("hex").toUpperCase()).toBe("4BA93C3F760FF3FC6F65FEEA037F7996");
    expect(chapAnswer(PASSWORD, shared)).toBe("c6ae768900f5f70c5113f7bba986c415");
  });

  it("is the clear password where the gateway gives no challenge", () => {
    const reading = uam.read(arrival("res=notyet&uamip=10.1.0.1&uamport=3990"), nasWith());
    if (reading.kind !== "context") throw new Error(reading.reason);
    expect(uam.handOver(reading.context, nasWith(), token, "").url).toBe(
      "http://10.1.0.1:3990/logon?username=w-0123456789ab&password=tokENsingleUse42",
    );
  });
});

describe("the signature of a UAM redirect", () => {
  it("fits the sample of CoovaChilli, over the raw query", () => {
    expect(vouchedQuery(SIGNED, PORTAL, SECRET)).toEqual({ kind: "vouched", query: SAMPLE });
  });

  it("makes the context a signed one, and the hand-over a GET to /logon", () => {
    const reading = uam.read(arrival(SIGNED), nas);
    if (reading.kind !== "context") throw new Error(reading.reason);
    expect(reading.context).toMatchObject({ signed: true, nasSessionId: "179500000100000001" });
    expect(uam.handOver(reading.context, nas, token, "")).toEqual({
      kind: "redirect",
      url: "http://10.1.0.1:3990/logon?username=w-0123456789ab&response=965d2de8ab517e1755322500ca1b291a",
    });
  });

  it("does not fit when one character was changed, added or encoded otherwise", () => {
    for (const forged of [
      SIGNED.replace("EE-01", "EE-02"),
      SIGNED.replace("%3a", "%3A"),
      `x=1&${SIGNED}`,
      SIGNED.replace("D4023", "D4024"),
    ])
      expect(uam.read(arrival(forged), nas)).toEqual({ kind: "disbelieved", reason: "redirect_forged" });
  });

  it("vouches for nothing that comes after it", () => {
    const reading = uam.read(arrival(`${SIGNED}&mac=00-00-00-00-00-01&uamip=10.9.9.9`), nas);
    expect(reading).toMatchObject({ kind: "context", context: { mac: "aa:bb:cc:dd:ee:01" } });
  });

  it("is asked for where the NAS has a secret", () => {
    for (const unsigned of [SAMPLE, `${SAMPLE}&md=`, `${SAMPLE}&md=71D7`])
      expect(uam.read(arrival(unsigned), nas)).toEqual({ kind: "disbelieved", reason: "redirect_unsigned" });
  });

  it("counts a query in the configured portal address once", () => {
    const signed = signedUam("site=7&res=notyet", PORTAL, SECRET);
    expect(vouchedQuery(signed, `${PORTAL}?site=7`, SECRET)).toEqual({
      kind: "vouched",
      query: "site=7&res=notyet",
    });
  });
});

describe("what a UAM gateway says of the person", () => {
  it.each([
    ["notyet", "new"],
    ["challenge", "new"],
    ["success", "success"],
    ["already", "already"],
    ["failed", "failed"],
    ["reject", "failed"],
    ["logoff", "signed-out"],
  ])("res=%s is %s", (res, phase) => {
    expect(uam.read(arrival(`res=${res}&uamip=10.1.0.1&uamport=3990`), nasWith())).toMatchObject({
      context: { phase },
    });
  });

  it("takes the gateway's https address when it is on the list", () => {
    const secure = nasWith({ loginOrigins: ["http://10.1.0.1:3990", "https://wifi.example.net"] });
    const read = (ssl: string) =>
      uam.read(arrival(`res=notyet&uamip=10.1.0.1&uamport=3990&ssl=${ssl}`), secure);
    expect(read("https%3a%2f%2fwifi.example.net%2f")).toMatchObject({
      context: { loginUrl: "https://wifi.example.net/logon" },
    });
    expect(read("https%3a%2f%2fevil.example%2f")).toMatchObject({
      context: { loginUrl: "http://10.1.0.1:3990/logon" },
    });
  });
});

describe("MikroTik's http-chap", () => {
  it("decodes octal text and hashes as RouterOS expects", () => {
    expect(octalText("\\371", 1)).toBe("f9");
    const challenge = octalText(
      "\\357\\015\\330\\013\\021\\234\\145\\245\\303\\253\\142\\246\\133\\175\\375\\316",
      16,
    );
    expect(challenge).toBe("ef0dd80b119c65a5c3ab62a65b7dfdce");
    expect(httpChap("f9", PASSWORD, challenge ?? "")).toBe("7d1603ed57b95c876481e475d00c4825");
  });

  it("takes characters RouterOS did not escape for their code", () => {
    expect(octalText("a", 1)).toBe("61");
    expect(octalText("é", 1)).toBe("e9");
    expect(octalText("ế", 1)).toBeNull();
    expect(octalText("ab", 1)).toBeNull();
  });

  it("posts the hash, and the clear password where http-chap is off", () => {
    const mikrotikNas = nasWith({ kind: "mikrotik" });
    const fieldsOf = (query: string) => {
      const reading = mikrotik.read(arrival(query), mikrotikNas);
      if (reading.kind !== "context") throw new Error(reading.reason);
      const handOver = mikrotik.handOver(
        reading.context,
        mikrotikNas,
        token,
        "https://portal.example.net/v/t",
      );
      return handOver.kind === "form" ? handOver.fields : {};
    };
    expect(fieldsOf(REDIRECTS.mikrotik({}))).toEqual({
      username: "w-0123456789ab",
      password: "7d1603ed57b95c876481e475d00c4825",
      dst: "https://portal.example.net/v/t",
      popup: "false",
    });
    expect(fieldsOf("link-login-only=http://10.1.0.1/login&chap-id=&chap-challenge=")).toMatchObject({
      password: PASSWORD,
    });
  });

  it("reads the fields of a posted form too", () => {
    const form = Object.fromEntries(new URLSearchParams(REDIRECTS.mikrotik({})));
    expect(mikrotik.read({ ...arrival(""), form }, nasWith())).toMatchObject({ context: { chapId: "f9" } });
  });

  it("disbelieves a challenge that is not sixteen octets", () => {
    expect(
      mikrotik.read(arrival("link-login-only=http://10.1.0.1/login&chap-id=a&chap-challenge=abc"), nasWith()),
    ).toEqual({ kind: "disbelieved", reason: "redirect_malformed" });
  });
});

describe("the generic post-back", () => {
  it("posts name, password and where to go on", () => {
    const reading = generic.read(arrival(REDIRECTS.generic({})), nasWith());
    if (reading.kind !== "context") throw new Error(reading.reason);
    expect(generic.handOver(reading.context, nasWith(), token, "https://portal.example.net/v/t")).toEqual({
      kind: "form",
      url: "http://10.1.0.1/login",
      fields: {
        username: "w-0123456789ab",
        password: PASSWORD,
        continue_url: "https://portal.example.net/v/t",
      },
    });
  });
});

describe("the list of addresses a browser may be handed over to", () => {
  it.each([
    ["http://10.1.0.1/login", "http://10.1.0.1", true],
    ["http://10.1.0.1:80/login", "http://10.1.0.1", true],
    ["http://10.1.0.1:3990/login", "http://10.1.0.1", false],
    ["http://10.1.0.1:3990/login", "http://10.1.0.1:*", true],
    ["https://10.1.0.1:3990/login", "http://10.1.0.1:*", false],
    ["https://wifi.example.net/login", "https://WIFI.example.net", true],
    ["https://wifi.example.net.evil.example/", "https://wifi.example.net", false],
    ["https://wifi.example.net@evil.example/", "https://wifi.example.net", false],
    ["https://user:pw@wifi.example.net/", "https://wifi.example.net", false],
    ["http://[fd00::1]:3990/logon", "http://[fd00::1]:*", true],
    ["javascript:alert(1)", "http://10.1.0.1:*", false],
    ["//10.1.0.1/login", "http://10.1.0.1:*", false],
    ["http://10.1.0.1\\@evil.example/", "http://evil.example", false],
    ["http://10.1.0.1/", "*", false],
  ])("%s on the list %s: %s", (url, listed, allowed) => {
    expect(allowedLoginUrl(url, [listed]) !== null).toBe(allowed);
  });
});

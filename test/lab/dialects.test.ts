import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type NasKind, VENDORS } from "#access/vendors/vendors";
import { associate } from "#lab/nas/association";
import { dialectOf } from "#lab/nas/dialects/dialects";
import { octal } from "#lab/nas/dialects/mikrotik";
import { mixedChallenge } from "#lab/nas/dialects/uam";
import { DIALECTS as PORTAL } from "#portal/dialects/dialects";
import { pretendNas } from "./pretend.ts";

const ORIGIN = "http://127.0.0.1:43210";
const PASSWORD = "tokensingleuse42";
const KINDS: readonly NasKind[] = ["coovachilli", "mikrotik", "generic"];

const arrivalAt = (address: string, portalUrl: string) => ({
  rawQuery: new URL(address).search.slice(1),
  form: {},
  portalUrl,
  ownHosts: [],
});

describe.each(KINDS)("a pretend %s gateway and the portal", (kind) => {
  const nas = pretendNas(kind);
  const name = VENDORS[kind].dialect;
  const association = associate(nas, "02aabbccdd01");

  const contextOf = (address: string) => {
    const reading = PORTAL[name].read(arrivalAt(address, nas.portalUrl ?? ""), nas);
    if (reading.kind !== "context") throw new Error(reading.reason);
    return reading.context;
  };

  it("agree on who the phone is and where its login goes", () => {
    const context = contextOf(dialectOf(name).redirect(association, ORIGIN, { kind: "new" }));
    expect(context).toMatchObject({ phase: "new", mac: "02:aa:bb:cc:dd:01", ip: association.ip });
    expect(context.loginUrl).toBe(`${ORIGIN}${dialectOf(name).loginPath}`);
    expect(context.originalUrl).toBe("http://example.com/");
  });

  it("agree on the credential that reaches RADIUS", () => {
    const context = contextOf(dialectOf(name).redirect(association, ORIGIN, { kind: "new" }));
    const handOver = PORTAL[name].handOver(
      context,
      nas,
      { loginId: "w-0123456789ab", password: PASSWORD },
      "http://p/",
    );
    const fields =
      handOver.kind === "redirect"
        ? new URL(handOver.url).searchParams
        : new URLSearchParams(handOver.fields);
    const credential = dialectOf(name).credential(association, fields);
    if (credential?.kind === "pap") expect(credential.password).toBe(PASSWORD);
    else {
      const expected = createHash("md5")
        .update(Uint8Array.of(credential?.identifier ?? -1))
        .update(PASSWORD)
        .update(credential?.challenge ?? "")
        .digest("hex");
      expect(credential?.response.toString("hex")).toBe(expected);
    }
    expect(credential?.userName).toBe("w-0123456789ab");
  });

  it("agree that a refused login has failed", () => {
    const address = dialectOf(name).redirect(association, ORIGIN, {
      kind: "failed",
      message: "no",
      userName: "w-0123456789ab",
    });
    expect(contextOf(address).phase).toBe("failed");
  });
});

describe("a UAM redirect", () => {
  it("is signed over the whole address, so a changed MAC address is seen", () => {
    const nas = pretendNas("coovachilli");
    const address = dialectOf("uam").redirect(associate(nas, "02aabbccdd01"), ORIGIN, { kind: "new" });
    const forged = address.replace("02-AA-BB-CC-DD-01", "02-AA-BB-CC-DD-02");
    expect(PORTAL.uam.read(arrivalAt(forged, nas.portalUrl ?? ""), nas)).toEqual({
      kind: "disbelieved",
      reason: "redirect_forged",
    });
  });

  it("mixes the challenge as CoovaChilli does", () => {
    const challenge = Buffer.from("00112233445566778899aabbccddeeff", "hex");
    expect(mixedChallenge(challenge, "s3cret-uam").toString("hex")).toBe("2c864d60a0dad9a2e912414901d3dbaf");
  });
});

describe("octets in a RouterOS page", () => {
  it("are a backslash and three octal digits each", () => {
    expect(octal(Buffer.from("f90d", "hex"))).toBe("\\371\\015");
  });
});

import { describe, expect, it } from "vitest";
import { lookupOf } from "#access/nas/lookup";
import type { Nas } from "#access/nas/nas";
import { shown } from "#access/nas/waiting";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE, type Service } from "#radius-server/protocol/codes";
import { hidePassword } from "#radius-server/protocol/password";
import { type Secret, secretOf } from "#radius-server/protocol/secret";
import {
  type Attribute,
  octets,
  type RequestOptions,
  request,
  text,
  u32,
} from "#radius-server/protocol/write";
import { secretsKept } from "#radius-server/secrets";
import { judge, judgeOverTls } from "#radius-server/trust";
import { BEGINNING } from "../setup/stores.ts";
import { nasWith } from "./nas.ts";
import { AUTHENTICATOR, attribute, datagram, packetIn } from "./protocol/datagrams.ts";

const GRACE_MS = 3_600_000;
const name = text(ATTRIBUTE["User-Name"], "w-0123456789ab");
const password = (secret: string): Attribute =>
  octets(ATTRIBUTE["User-Password"], hidePassword(Buffer.from("secret"), secretOf(secret), AUTHENTICATOR));
const proxyState = text(ATTRIBUTE["Proxy-State"], "p");

type Wishes = RequestOptions & {
  readonly code?: number;
  readonly service?: Service;
  readonly secret?: string;
  readonly at?: number;
};
const SERVICES: Readonly<Record<number, Service>> = { [CODE["Accounting-Request"]]: "accounting" };

const judged = (
  nas: Partial<Nas> | readonly Nas[],
  attributes: readonly Attribute[],
  { code = CODE["Access-Request"], service, secret = "testing123", at = BEGINNING, ...options }: Wishes = {},
) => {
  const packet = packetIn(
    request(code, 7, attributes, secretOf(secret), { requestAuthenticator: AUTHENTICATOR, ...options }),
  );
  const secrets = secretsKept();
  const candidates = Array.isArray(nas) ? (nas as Nas[]) : [nasWith(nas as Partial<Nas>)];
  return judge(packet, service ?? SERVICES[code] ?? "authentication", candidates, (each) =>
    secrets.of(each, at),
  );
};
const reason = (...wishes: Parameters<typeof judged>): string => {
  const trust = judged(...wishes);
  return trust.kind === "dropped" ? trust.reason : "trusted";
};

const UNSIGNED = { messageAuthenticator: "absent" } as const;
const login = [name, password("testing123")];

describe("an Access-Request", () => {
  it("is trusted when its Message-Authenticator is right", () => {
    expect(reason({}, login)).toBe("trusted");
    expect(reason({ messageAuthenticator: "require" }, login)).toBe("trusted");
  });

  it("of no known address, or of a NAS switched off, is dropped (row 10, RFC 2865 section 3)", () => {
    expect(reason([], login)).toBe("nas-unknown");
    expect(reason({ enabled: false }, login)).toBe("nas-disabled");
  });

  it("without Message-Authenticator is dropped where it is required (row 22)", () => {
    expect(reason({ messageAuthenticator: "require" }, login, UNSIGNED)).toBe(
      "message-authenticator-missing",
    );
    expect(reason({ messageAuthenticator: "auto" }, login, UNSIGNED)).toBe("trusted");
  });

  it("without Message-Authenticator but with Proxy-State is dropped (row 23, CVE-2024-3596)", () => {
    for (const messageAuthenticator of ["auto", "legacy"] as const)
      expect(reason({ messageAuthenticator }, [...login, proxyState], UNSIGNED)).toBe("proxy-state-unsigned");
    expect(reason({}, [...login, proxyState])).toBe("trusted");
  });

  it("with EAP-Message but without Message-Authenticator is dropped (row 24, RFC 3579 section 3.1)", () => {
    const eap = text(ATTRIBUTE["EAP-Message"], "hello");
    expect(reason({}, [name, eap], UNSIGNED)).toBe("eap-unsigned");
    expect(reason({}, [name, eap])).toBe("trusted");
  });

  it("without any credential and signature is dropped (row 28, RFC 3579 section 3.3)", () => {
    expect(reason({}, [name], UNSIGNED)).toBe("credential-missing");
    expect(reason({}, [name])).toBe("trusted");
  });

  it("with two credentials is dropped (row 29, RFC 2865 section 4.1)", () => {
    const chap = octets(ATTRIBUTE["CHAP-Password"], Buffer.alloc(17));
    expect(reason({}, [...login, chap])).toBe("two-credentials");
    expect(reason({}, [...login, text(ATTRIBUTE["EAP-Message"], "hello")])).toBe("two-credentials");
  });

  it("without any attribute that names the NAS is taken: its address is enough (row 36)", () => {
    expect(reason({ nasIdentifier: "gateway-1" }, login)).toBe("trusted");
  });

  it("that went through more than ten proxies is dropped (row 51)", () => {
    const through = (count: number) => [...login, ...Array.from({ length: count }, () => proxyState)];
    expect(reason({}, through(10))).toBe("trusted");
    expect(reason({}, through(11))).toBe("proxy-loop");
  });

  it("signed with another secret, or with zeros, is dropped for just that (rows 20 and 21)", () => {
    expect(reason({}, login, { secret: "another" })).toBe("message-authenticator-wrong");
    const zeros = datagram(CODE["Access-Request"], [attribute(80, Buffer.alloc(16)), attribute(1, "bob")]);
    const secrets = secretsKept();
    expect(
      judge(packetIn(zeros), "authentication", [nasWith()], (nas) => secrets.of(nas, BEGINNING)),
    ).toMatchObject({ reason: "message-authenticator-placeholder", nasId: 1 });
  });
});

describe("another packet", () => {
  it("is dropped where it is not asked of this port (rows 7 to 9)", () => {
    for (const code of [2, 3, 5, 11, 40, 41, 43, 44, 52]) {
      const packet = packetIn(datagram(code));
      const secrets = secretsKept();
      for (const service of ["authentication", "accounting"] as const)
        expect(judge(packet, service, [nasWith()], (nas) => secrets.of(nas, BEGINNING))).toMatchObject({
          reason: "code-not-asked",
        });
    }
    expect(reason({}, login, { service: "accounting" })).toBe("code-not-asked");
    const start = [u32(ATTRIBUTE["Acct-Status-Type"], 1)];
    expect(reason({}, start, { code: 4, service: "authentication" })).toBe("code-not-asked");
  });

  it("is dropped when it is an Accounting-Request with a wrong or empty authenticator (row 39)", () => {
    const start = [u32(ATTRIBUTE["Acct-Status-Type"], 1)];
    expect(reason({}, start, { code: 4 })).toBe("trusted");
    expect(reason({}, start, { code: 4, secret: "another" })).toBe("request-authenticator-wrong");
    const secrets = secretsKept();
    const empty = packetIn(
      datagram(4, [attribute(40, Buffer.of(0, 0, 0, 1))], { authenticator: Buffer.alloc(16) }),
    );
    expect(judge(empty, "accounting", [nasWith()], (nas) => secrets.of(nas, BEGINNING))).toMatchObject({
      reason: "request-authenticator-wrong",
    });
  });

  it("is dropped when it is a Status-Server without a right signature (row 25, RFC 5997 section 3)", () => {
    for (const service of ["authentication", "accounting"] as const) {
      expect(reason({}, [], { code: 12, service })).toBe("trusted");
      expect(reason({}, [], { code: 12, service, ...UNSIGNED })).toBe("message-authenticator-missing");
      expect(reason({}, [], { code: 12, service, secret: "another" })).toBe("message-authenticator-wrong");
    }
  });

  it("is trusted when it is a Status-Server that names a user, which is ignored (row 27)", () => {
    expect(reason({}, login, { code: 12 })).toBe("trusted");
  });
});

describe("several NAS behind one address", () => {
  const behind = ["gateway-1", "gateway-2", null].map((nasIdentifier, index) =>
    nasWith({ id: index + 1, nasIdentifier, secret: `secret-${index + 1}` }),
  );
  const says = (identifier: string) => text(ATTRIBUTE["NAS-Identifier"], identifier);

  it("are told apart by their NAS-Identifier, each with its own secret", () => {
    const trust = judged(behind, [...login, says("gateway-2")], { secret: "secret-2" });
    expect(trust).toMatchObject({ kind: "trusted", nas: { id: 2 } });
    expect(reason(behind, [...login, says("gateway-2")], { secret: "secret-1" })).toBe(
      "message-authenticator-wrong",
    );
  });

  describe("of one NAS-Identifier, as it comes from the factory", () => {
    const alike = [1, 2].map((id) =>
      nasWith({
        id,
        nasIdentifier: "MikroTik",
        secret: `secret-${id}`,
        calledStations: [`aa:bb:cc:00:00:0${id}`],
      }),
    );
    const calls = (id: number) => text(ATTRIBUTE["Called-Station-Id"], `AA-BB-CC-00-00-0${id}:Free`);

    it("are told apart by their radios", () => {
      for (const id of [1, 2])
        expect(
          judged(alike, [...login, says("MikroTik"), calls(id)], { secret: `secret-${id}` }),
        ).toMatchObject({ kind: "trusted", nas: { id } });
    });

    it("are told apart by their secrets where no radio is named", () => {
      for (const id of [1, 2])
        expect(judged(alike, [...login, says("MikroTik")], { secret: `secret-${id}` })).toMatchObject({
          kind: "trusted",
          nas: { id },
        });
    });
  });

  it("are found by what the waiting room kept of an identifier it could not show whole", () => {
    for (const said of ["Bến xe ", "Bến\u00ad xe", `${"a".repeat(99)}bcd`]) {
      const kept = nasWith({ nasIdentifier: shown(said), secret: "kept", addresses: ["0.0.0.0/0"] });
      expect(judged([kept], [...login, says(said)], { secret: "kept" })).toMatchObject({ kind: "trusted" });
      expect(
        judgeOverTls(
          packetIn(
            request(CODE["Access-Request"], 7, [...login, says(said)], secretOf("radsec"), {
              requestAuthenticator: AUTHENTICATOR,
            }),
          ),
          "authentication",
          kept,
          secretOf("radsec"),
        ),
      ).toMatchObject({ kind: "trusted" });
    }
  });

  describe("of which one was registered with this address alone and no NAS-Identifier, another with a wide block", () => {
    const own = nasWith({ id: 1, nasIdentifier: null, secret: "own", addresses: ["10.1.2.3"] });
    const wide = nasWith({ id: 2, nasIdentifier: "MikroTik", secret: "wide", addresses: ["10.0.0.0/8"] });
    const nameless = nasWith({ id: 3, nasIdentifier: null, secret: "nameless", addresses: ["10.1.0.0/16"] });
    const from = (
      address: string,
      list: readonly Nas[],
      attributes: readonly Attribute[],
      secret: string,
    ) => {
      const lookup = lookupOf(list);
      const packet = packetIn(
        request(CODE["Access-Request"], 7, [...login, ...attributes], secretOf(secret), {
          requestAuthenticator: AUTHENTICATOR,
        }),
      );
      const secrets = secretsKept();
      const trust = judge(
        packet,
        "authentication",
        lookup.bySource(address),
        (each) => secrets.of(each, BEGINNING),
        lookup.nearest(address),
      );
      return trust.kind === "trusted" ? trust.nas.id : `${trust.reason} (${trust.nasId})`;
    };

    it.each<[string, readonly Attribute[]]>([
      ["no NAS-Identifier", []],
      ["one that nobody has", [says("elsewhere")]],
      ["that of the other", [says("MikroTik")]],
    ])("hide nothing of it, where a packet says %s", (_, attributes) => {
      expect(from("10.1.2.3", [own, wide], attributes, "own")).toBe(1);
      expect(from("10.1.2.3", [own, wide, nameless], attributes, "own")).toBe(1);
    });

    it("are told apart by their secrets where both were given no NAS-Identifier", () => {
      expect(from("10.1.2.3", [own, wide, nameless], [], "nameless")).toBe(3);
    });

    it("are told apart by the NAS-Identifier of the other, as before", () => {
      expect(from("10.1.2.3", [own, wide], [says("MikroTik")], "wide")).toBe(2);
      expect(from("10.9.9.9", [own, wide], [says("MikroTik")], "wide")).toBe(2);
    });

    it("are blamed for what none of several proves no more than before", () => {
      expect(from("10.1.2.3", [own, wide], [], "stranger")).toBe("message-authenticator-wrong (1)");
      expect(from("10.1.2.3", [own, wide], [says("MikroTik")], "stranger")).toBe(
        "message-authenticator-wrong (0)",
      );
    });

    it("are left alone where the one with the address is known by another name", () => {
      const known = { ...own, nasIdentifier: "gateway-1" };
      expect(from("10.1.2.3", [known, wide], [says("elsewhere")], "own")).toBe("nas-unknown (0)");
      expect(from("10.1.2.3", [known, wide], [], "own")).toBe(1);
    });
  });

  it("are none where the identifier is nobody's or missing", () => {
    expect(reason(behind, [...login, says("gateway-3")], { secret: "secret-3" })).toBe("nas-unknown");
    expect(reason(behind, login, { secret: "secret-3" })).toBe("nas-unknown");
  });
});

describe("a secret that was changed", () => {
  const changed: Partial<Nas> = {
    secret: "new-secret",
    previousSecret: "testing123",
    previousSecretUntil: BEGINNING + GRACE_MS,
  };
  const usedOf = (at: number, secret: string): string => {
    const trust = judged(changed, login, { at, secret });
    return trust.kind === "trusted" ? Buffer.from(trust.secret.octets).toString() : trust.reason;
  };

  it("is taken beside the new one until its grace is over, and answered with itself", () => {
    expect(usedOf(BEGINNING, "new-secret")).toBe("new-secret");
    expect(usedOf(BEGINNING + GRACE_MS - 1, "testing123")).toBe("testing123");
  });

  it("is told by the password in a login that is not signed", () => {
    const unsigned = (secret: string): string => {
      const trust = judged(changed, [name, password(secret)], { ...UNSIGNED, secret });
      return trust.kind === "trusted" ? Buffer.from(trust.secret.octets).toString() : trust.reason;
    };
    expect(unsigned("new-secret")).toBe("new-secret");
    expect(unsigned("testing123")).toBe("testing123");
  });

  it("is the one last proved where nothing else tells, the old one until the new one was seen", () => {
    const secrets = secretsKept();
    const nas = nasWith(changed);
    const [old, fresh] = secrets.of(nas, BEGINNING) as [Secret, Secret];
    expect([secrets.isCurrent(nas, old), secrets.isCurrent(nas, fresh)]).toEqual([false, true]);
    secrets.proved(nas, fresh);
    expect(secrets.of(nas, BEGINNING)).toEqual([fresh, old]);
    expect(secrets.of(nas, BEGINNING + GRACE_MS)).toEqual([fresh]);
  });

  it("is wrong from then on", () => {
    expect(usedOf(BEGINNING + GRACE_MS, "testing123")).toBe("message-authenticator-wrong");
    expect(usedOf(BEGINNING + GRACE_MS, "new-secret")).toBe("new-secret");
  });
});

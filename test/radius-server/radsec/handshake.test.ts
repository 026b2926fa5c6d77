import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { Duplex } from "node:stream";
import type { ConnectionOptions } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CODE } from "#radius-server/protocol/codes";
import { byKey, type RadsecClient, radsecClient } from "./client.ts";
import { IDENTITY, type RadsecHome, radsecHome, statusServer } from "./home.ts";

/** Long enough for a busy machine; the wait ends as soon as it is so. */
const SOON = { timeout: 10_000 };
const VERSIONS = ["TLSv1.2", "TLSv1.3"] as const;
const ANOTHER_KEY = "ab".repeat(32);

let home: RadsecHome;
beforeAll(async () => {
  home = await radsecHome();
});
afterAll(() => home.close());

/** What a NAS that is let in sees: its watchdog is answered. */
const isServed = async (options: Parameters<RadsecHome["connect"]>[0]): Promise<number> => {
  const nas = await home.connect(options);
  const { code } = await nas.ask(statusServer());
  await nas.close();
  return code;
};

/** Whether a connection ends, in the handshake or right after it, before its watchdog is answered. */
const isTurnedAway = async (options: Parameters<RadsecHome["connect"]>[0]): Promise<boolean> => {
  try {
    await isServed(options);
    return false;
  } catch {
    return true;
  }
};

describe.each(VERSIONS)("a NAS with a pre-shared key over %s", (version) => {
  it("is served when identity and key are right", async () => {
    expect(await isServed(byKey(IDENTITY, home.psk, version))).toBe(CODE["Access-Accept"]);
  });

  it("is turned away with another key, which is counted for the NAS it claimed to be", async () => {
    const before = await home.counted("radsec-psk-wrong", home.nas.id);
    expect(await isTurnedAway(byKey(IDENTITY, ANOTHER_KEY, version))).toBe(true);
    await expect.poll(() => home.counted("radsec-psk-wrong", home.nas.id), SOON).toBe(before + 1);
  });

  it("is turned away with an identity nobody has", async () => {
    expect(await isTurnedAway(byKey("ap-nobody", home.psk, version))).toBe(true);
  });

  it("is turned away with the secret of UDP as its key", async () => {
    const secret = Buffer.from(home.nas.secret).toString("hex");
    expect(await isTurnedAway(byKey(IDENTITY, secret, version))).toBe(true);
  });
});

/** How the server ends a handshake. */
const alertTo = async (options: Parameters<RadsecHome["connect"]>[0]): Promise<unknown> => {
  const nas = await home.connect(options).catch((fault: NodeJS.ErrnoException) => fault);
  if (!("socket" in nas)) return [nas.code, nas.message.replace(/^[0-9A-F]+:/, "")];
  // In TLS 1.3 a client is done before the server has looked.
  const fault = once(nas.socket, "error") as Promise<[NodeJS.ErrnoException]>;
  await nas.close();
  const [{ code, message }] = await fault;
  return [code, message.replace(/^[0-9A-F]+:/, "")];
};

describe.each(VERSIONS)("a stranger who tries identities over %s", (version) => {
  it.each(["ap-nobody", "x", "Bến xe"])("does not learn whether there is one (%s)", async (identity) => {
    const known = await alertTo(byKey(IDENTITY, ANOTHER_KEY, version));
    expect(await alertTo(byKey(identity, ANOTHER_KEY, version))).toEqual(known);
  });
});

describe("a pre-shared key that is not the one", () => {
  // OpenSSL asks for the key, finds a suite it does not go with, and goes on with a certificate where it has one.
  it("is no way in beside suites it does not go with", async () => {
    const ciphers = "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:ECDHE+AESGCM:PSK+AESGCM";
    const options = { ...byKey(IDENTITY, ANOTHER_KEY), minVersion: "TLSv1.2", ciphers } as const;
    expect(await isTurnedAway(options)).toBe(true);
    expect(await isTurnedAway({ ...options, ciphers: "TLS_AES_256_GCM_SHA384" })).toBe(true);
    expect(await isTurnedAway({ ...options, ...home.pinned })).toBe(true);
  });
});

describe.each(VERSIONS)("a NAS with a certificate over %s", (version) => {
  const only = { minVersion: version, maxVersion: version };

  it("is served when a name in its certificate is the NAS's", async () => {
    const pair = home.authority.issue("named", { names: ["DNS:other.example", "DNS:AP-1.wifi.example"] });
    expect(await isServed({ ...only, ...pair })).toBe(CODE["Access-Accept"]);
  });

  it("is served when its certificate is the one the NAS is bound to", async () => {
    expect(await isServed({ ...only, ...home.pinned })).toBe(CODE["Access-Accept"]);
  });

  it.each([
    ["is expired", "radsec-certificate-expired", { names: ["DNS:ap-1.wifi.example"], expired: true }],
    [
      "is of a foreign CA",
      "radsec-certificate-untrusted",
      { names: ["DNS:ap-1.wifi.example"], foreign: true },
    ],
    ["names nobody", "radsec-identity-unknown", { names: ["DNS:ap-9.wifi.example"] }],
    ["has the name in its subject only", "radsec-identity-unknown", {}],
    ["has a wildcard", "radsec-identity-unknown", { names: ["DNS:*.wifi.example"] }],
    ["names two", "radsec-identity-ambiguous", { names: ["DNS:ap-1.wifi.example", "DNS:ap-2.wifi.example"] }],
    ["hides a name in a URI", "radsec-identity-unknown", { names: ["URI:http://x/, DNS:ap-1.wifi.example"] }],
  ] as const)("is turned away when its certificate %s", async (_, reason, wishes) => {
    const before = await home.counted(reason);
    const pair = home.authority.issue("ap-1.wifi.example", wishes);
    expect(await isTurnedAway({ ...only, ...pair })).toBe(true);
    await expect.poll(() => home.counted(reason), SOON).toBe(before + 1);
  });

  it("is turned away without a certificate", async () => {
    const before = await home.counted("radsec-certificate-missing");
    expect(await isTurnedAway(only)).toBe(true);
    await expect.poll(() => home.counted("radsec-certificate-missing"), SOON).toBe(before + 1);
  });
});

describe("the versions of TLS and RADIUS", () => {
  it("refuse TLS 1.1", async () => {
    const old = { minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "ALL:@SECLEVEL=0" } as const;
    await expect(home.connect({ ...home.pinned, ...old })).rejects.toThrow();
  });

  it("agree on radius/1.0 and on no other name (RFC 9765 section 3)", async () => {
    const nas = await home.connect({ ...home.pinned, ALPNProtocols: ["radius/1.1", "radius/1.0"] });
    expect(nas.socket.alpnProtocol).toBe("radius/1.0");
    await nas.close();
    await expect(home.connect({ ...home.pinned, ALPNProtocols: ["radius/1.1"] })).rejects.toThrow(
      /no application protocol/i,
    );
  });

  it("never resume an earlier handshake", async () => {
    const nas = await home.connect({ ...home.pinned, maxVersion: "TLSv1.2" });
    const session = nas.socket.getSession();
    await nas.close();
    const again = await home.connect({ ...home.pinned, maxVersion: "TLSv1.2", ...(session && { session }) });
    expect(again.socket.isSessionReused()).toBe(false);
    await again.close();
  });
});

describe("a NAS that offers the ticket of its connection before (RFC 8446 section 4.6.1)", () => {
  const again = async (proof: ConnectionOptions): Promise<RadsecClient> => {
    const options: ConnectionOptions = { minVersion: "TLSv1.3", ...proof };
    const nas = await home.connect(options);
    const ticket = once(nas.socket, "session");
    await nas.ask(statusServer());
    const [session] = (await ticket) as [Buffer];
    await nas.close();
    return home.connect({ ...options, session });
  };

  it("is served by its certificate, in a handshake of its own", async () => {
    const nas = await again(home.pinned);
    expect((await nas.ask(statusServer())).code).toBe(CODE["Access-Accept"]);
    expect(nas.socket.isSessionReused()).toBe(false);
    await nas.close();
  });

  it("is served by its key", async () => {
    const nas = await again(byKey(IDENTITY, home.psk));
    expect((await nas.ask(statusServer())).code).toBe(CODE["Access-Accept"]);
    await nas.close();
  });
});

describe("a stranger's connection", () => {
  it.each([
    ["HTTP", "GET / HTTP/1.1\r\n\r\n"],
    ["RADIUS in the clear", Buffer.from(statusServer())],
    ["a ClientHello cut short", Buffer.from("160301000401000100", "hex")],
  ])("is closed at once when it speaks %s", async (_, octets) => {
    const before = await home.counted("radsec-not-tls");
    const socket = connectTcp(home.radius.radsecPort, "127.0.0.1");
    socket.on("error", () => {});
    socket.write(octets);
    await once(socket, "close");
    expect(await home.counted("radsec-not-tls")).toBe(before + 1);
  });

  it("does not keep a NAS out while it says nothing", async () => {
    const silent = connectTcp(home.radius.radsecPort, "127.0.0.1");
    await once(silent, "connect");
    expect(await isServed(undefined)).toBe(CODE["Access-Accept"]);
    silent.destroy();
  });
});

describe("a ClientHello", () => {
  it("is understood in segments of one octet", async () => {
    const raw = connectTcp(home.radius.radsecPort, "127.0.0.1");
    raw.setNoDelay(true);
    const trickle = new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        for (const octet of chunk) raw.write(Buffer.of(octet));
        done();
      },
    });
    raw.on("data", (chunk) => trickle.push(chunk));
    raw.on("close", () => trickle.push(null));
    const nas = await radsecClient(0, { ...byKey(IDENTITY, home.psk), socket: trickle });
    expect((await nas.ask(statusServer())).code).toBe(CODE["Access-Accept"]);
    raw.destroy();
  });
});

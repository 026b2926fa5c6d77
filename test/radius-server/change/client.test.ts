import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { openChangeClient } from "#radius-server/change/client";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { secretOf } from "#radius-server/protocol/secret";
import { text } from "#radius-server/protocol/write";
import { openDas } from "./das.ts";

describe("a server that listens on all addresses, IPv6 and IPv4", () => {
  it("asks a NAS on IPv4 too", async () => {
    const das = await openDas();
    const client = await openChangeClient("::", pino({ level: "silent" }));
    const answer = await client.ask({
      means: "disconnect",
      address: "127.0.0.1",
      port: das.port,
      secret: secretOf(das.secret),
      attributes: [text(ATTRIBUTE["Acct-Session-Id"], "80000001")],
      messageAuthenticator: false,
    });
    expect(answer).toEqual({ kind: "acknowledged" });
    await client.close();
    das.close();
  });
});

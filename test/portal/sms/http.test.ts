import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { httpGateway } from "#portal/sms/http";
import { strictGateway } from "./strict-gateway.ts";

const TOKEN = "a-token-of-a-test";
const BODY = '{"to":"{to}","text":"{text}","id":"{id}"}';
const MESSAGE = {
  to: "+84912345678",
  text: 'He said "hi",\n\n@portal.example.net #123456 {id}',
  requestId: "r-1",
};
/** For a gateway that answers, however busy the machine is. */
const PATIENT_MS = 10_000;
/** For one that does not. */
const IMPATIENT_MS = 300;

let gateway: Awaited<ReturnType<typeof strictGateway>>;
beforeEach(async () => {
  gateway = await strictGateway(TOKEN);
});
afterEach(() => gateway.close());

const send = (
  changes: Partial<{ url: string; token: string; body: string }> = {},
  patienceMs: number = PATIENT_MS,
) => httpGateway({ url: gateway.url, token: TOKEN, body: BODY, ...changes }, patienceMs).send(MESSAGE);

describe("the generic HTTP gateway", () => {
  it("posts the message as JSON with the bearer token, quotes and line ends intact", async () => {
    expect(await send()).toEqual({ kind: "taken" });
    expect(gateway.received).toEqual([{ to: MESSAGE.to, text: MESSAGE.text, id: "r-1" }]);
  });

  it.each([
    [400, "unknown", false],
    [401, "auth", false],
    [402, "balance", false],
    [403, "ip_not_allowed", false],
    [409, "duplicate", false],
    [422, "number_invalid", false],
    [429, "throttled", false],
    [418, "unknown", false],
    [500, "temporary", true],
    [503, "temporary", true],
  ])("sorts the answer %d as %s", async (status, fault, perhaps) => {
    gateway.behaving((_request, response) => response.writeHead(status).end("no"));
    expect(await send()).toEqual({ kind: "failed", fault, perhaps });
  });

  it("says auth when the token is wrong", async () => {
    expect(await send({ token: "another" })).toEqual({ kind: "failed", fault: "auth", perhaps: false });
  });

  it("does not follow a redirect", async () => {
    const elsewhere = await strictGateway(TOKEN);
    gateway.behaving((_request, response) => response.writeHead(307, { location: elsewhere.url }).end());
    expect(await send()).toEqual({ kind: "failed", fault: "unknown", perhaps: false });
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });

  it("gives up on a silent gateway, which may have taken the message", async () => {
    gateway.behaving(() => undefined);
    expect(await send({}, IMPATIENT_MS)).toEqual({ kind: "failed", fault: "temporary", perhaps: true });
  });

  it("believes a status though the rest of the answer never ends", async () => {
    gateway.behaving((_request, response) => {
      response.writeHead(200).write("{");
    });
    expect(await send({}, 2_000)).toEqual({ kind: "taken" });
  });

  it("reads no more than its limit of an oversized answer", async () => {
    let written = 0;
    gateway.behaving((_request, response) => {
      response.writeHead(200);
      const more = (): void => {
        if (response.destroyed || written > 50_000_000) return;
        written += 65_536;
        response.write(Buffer.alloc(65_536), more);
      };
      more();
    });
    expect(await send()).toEqual({ kind: "taken" });
    expect(written).toBeLessThan(50_000_000);
  });

  it("says temporary, and certainly not sent, when nobody listens", async () => {
    await gateway.close();
    expect(await send()).toEqual({ kind: "failed", fault: "temporary", perhaps: false });
  });

  it("says perhaps when the connection breaks after the message was read", async () => {
    gateway.behaving((request) => request.socket.destroy());
    expect(await send()).toEqual({ kind: "failed", fault: "temporary", perhaps: true });
  });

  it("refuses a body template that is not JSON when it is made", () => {
    expect(() => httpGateway({ url: gateway.url, token: TOKEN, body: "to={to}" })).toThrow(
      "sms_body_invalid",
    );
  });
});

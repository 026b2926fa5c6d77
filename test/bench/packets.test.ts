import { describe, expect, it } from "vitest";
import { tagOfLoginId } from "#access/grant/live";
import { tagOf } from "#access/redis/keys";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { parse } from "#radius-server/protocol/packet";
import { secretOf } from "#radius-server/protocol/secret";
import { reply, u32 } from "#radius-server/protocol/write";
import { isRight, packetOf, replyTo } from "../../bench/generator/packets.ts";
import { sessionOf } from "../../bench/generator/session.ts";
import { grantOf, SECRET } from "../../bench/people.ts";

const aim = { authPort: 1812, acctPort: 1813, by: "grant", subscribers: 100_000 } as const;
const timeout = u32(ATTRIBUTE["Session-Timeout"], 3_600);

const answered = (code: number, attributes: Parameters<typeof reply>[2], secret: string) => {
  const asked = packetOf(sessionOf(aim, 7), "login", 1);
  const request = parse(asked);
  if ("malformed" in request) throw new Error(request.malformed);
  const answer = replyTo(reply(request, code, attributes, secretOf(secret)) ?? new Uint8Array(), asked);
  return answer && isRight(answer, "login");
};

describe("the generator of loads", () => {
  it("takes an Access-Accept with a Session-Timeout for right", () => {
    expect(answered(CODE["Access-Accept"], [timeout], SECRET)).toBe(true);
  });

  it("takes a reject and a forgotten Session-Timeout for wrong", () => {
    expect(answered(CODE["Access-Reject"], [], SECRET)).toBe(false);
    expect(answered(CODE["Access-Accept"], [], SECRET)).toBe(false);
  });

  it("waits on when a reply is not signed for this request", () => {
    expect(answered(CODE["Access-Accept"], [timeout], "another secret")).toBeUndefined();
  });

  it("names grants whose login id leads to their person's place in Redis", () => {
    for (const number of [1, 2, 63, 64, 99_999, 1_000_000]) {
      const { subscriberId, userName, password } = grantOf(number, 100_000);
      expect(tagOfLoginId(userName)).toBe(tagOf(subscriberId));
      expect(password).toMatch(/^[0-9a-hjkmnp-tv-z]{16}$/);
    }
  });
});

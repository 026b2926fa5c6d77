import { describe, expect, it } from "vitest";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { parse } from "#radius-server/protocol/packet";
import { secretOf } from "#radius-server/protocol/secret";
import { octets, reply, u32, unsignedReply } from "#radius-server/protocol/write";
import { packetOf } from "../../bench/generator/packets.ts";
import { verdictOf } from "../../bench/generator/replies.ts";
import type { Kind } from "../../bench/generator/session.ts";
import { sessionsOf } from "../../bench/generator/templates.ts";
import { SECRET } from "../../bench/people.ts";

const aim = { authPort: 1812, acctPort: 1813, by: "account", subscribers: 100 } as const;
const timeout = u32(ATTRIBUTE["Session-Timeout"], 3_600);

type Answer = {
  readonly to?: Kind;
  readonly code?: number;
  readonly attributes?: Parameters<typeof reply>[2];
  readonly secret?: string;
  readonly spoilt?: (answer: Uint8Array) => Uint8Array;
  readonly written?: typeof reply;
};

const judged = (answer: Answer) => {
  const session = sessionsOf(aim, 7, 1)[0]!;
  session.kind = answer.to ?? "login";
  const asked = packetOf(session, 1);
  const request = parse(asked);
  if ("malformed" in request) throw new Error(request.malformed);
  const code = answer.code ?? CODE["Access-Accept"];
  const write = answer.written ?? reply;
  const datagram = write(request, code, answer.attributes ?? [timeout], secretOf(answer.secret ?? SECRET))!;
  return { verdict: verdictOf(answer.spoilt?.(datagram) ?? datagram, asked, session), session };
};

const flipped = (at: number) => (answer: Uint8Array) => {
  answer[at]! ^= 1;
  return answer;
};

describe("the generator's verdict on a reply", () => {
  it("is right for an Access-Accept with a Session-Timeout, and for an Accounting-Response", () => {
    expect(judged({}).verdict).toBe("right");
    expect(judged({ to: "interim", code: CODE["Accounting-Response"], attributes: [] }).verdict).toBe(
      "right",
    );
  });

  it("is wrong for a reject, a forgotten Session-Timeout and an accept of a report", () => {
    expect(judged({ code: CODE["Access-Reject"] }).verdict).toBe("wrong");
    expect(judged({ attributes: [] }).verdict).toBe("wrong");
    expect(judged({ to: "stop" }).verdict).toBe("wrong");
  });

  it("is none when it is signed with another secret", () => {
    expect(judged({ secret: "another secret" }).verdict).toBeUndefined();
    expect(judged({ secret: "another secret", written: unsignedReply }).verdict).toBeUndefined();
  });

  it("is none when any octet was changed on the way", () => {
    for (let at = 1; at < 44; at += 1) expect(judged({ spoilt: flipped(at) }).verdict).toBeUndefined();
  });

  it("is none when the attributes do not fill it", () => {
    expect(judged({ spoilt: (answer) => answer.subarray(0, 30) }).verdict).toBeUndefined();
    expect(judged({ spoilt: (answer) => answer.subarray(0, 3) }).verdict).toBeUndefined();
  });

  it("does without a Message-Authenticator where there is none", () => {
    expect(judged({ written: unsignedReply }).verdict).toBe("right");
  });

  it("hands the Class of an accept to the session, for its reports", () => {
    const attributes = [octets(ATTRIBUTE["Class"], Buffer.from("ticket")), timeout];
    const { session } = judged({ attributes });
    session.kind = "start";
    const report = parse(packetOf(session, 2));
    if ("malformed" in report) throw new Error(report.malformed);
    expect(Buffer.from(report.octets(ATTRIBUTE["Class"])!).toString()).toBe("ticket");
  });
});

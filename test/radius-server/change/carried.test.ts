import { afterEach, describe, expect, it } from "vitest";
import { announce } from "#access/notice/live";
import { setStatus } from "#access/subscriber/store";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { attribute, datagram, hmacMd5, md5 } from "../protocol/datagrams.ts";
import { MB, openScene, type Scene } from "./scene.ts";

const ZEROS = Buffer.alloc(16);
const DISCONNECT_REQUEST = 40;

/** [Message-Authenticator, Event-Timestamp]: as staff say; null as usual for the kind. */
type Said = readonly [signs: boolean | null, stamps: boolean | null];

const CHOICES = [null, true, false] as const;
const EACH: readonly Said[] = CHOICES.flatMap((signs) => CHOICES.map((stamps) => [signs, stamps] as const));
const BOTH: readonly Said[] = CHOICES.map((said) => [said, said] as const);

type Named = (loginId: string) => readonly Buffer[];

const byLogin: Named = (loginId) => [attribute(1, loginId), attribute(44, "80000001")];
const byDevice: Named = (loginId) => [...byLogin(loginId), attribute(31, "AA-BB-CC-DD-EE-01")];

/** A kind that usually carries both, and one that carries neither. */
const CASES = [
  ...EACH.map((said) => ({ kind: "generic" as const, usual: true, named: byDevice, said })),
  ...BOTH.map((said) => ({ kind: "coovachilli" as const, usual: false, named: byLogin, said })),
];

const seconds = (at: number): Buffer => {
  const word = Buffer.alloc(4);
  word.writeUInt32BE(Math.floor(at / 1000));
  return word;
};

/** A Disconnect-Request as RFC 5176 sections 2.3 and 3.4 have it, by node:crypto alone. */
const disconnectRequest = (
  identifier: number,
  attributes: readonly Buffer[],
  secret: string,
  isSigned: boolean,
): Buffer => {
  const whole = isSigned ? [...attributes, attribute(80, ZEROS)] : attributes;
  const made = datagram(DISCONNECT_REQUEST, whole, { authenticator: ZEROS, identifier });
  if (isSigned) hmacMd5(secret, made).copy(made, made.length - 16);
  md5(made, Buffer.from(secret)).copy(made, 4);
  return made;
};

let scene: Scene;
afterEach(() => scene.close());

describe("a change of a running session", () => {
  it.each(CASES)("to a $kind NAS carries what staff say, octet for octet ($said)", async (given) => {
    const [signsChanges, stampsChanges] = given.said;
    scene = await openScene(given.kind, {}, { signsChanges, stampsChanges });
    const { world } = scene.home;
    await setStatus(world.database, scene.subscriberId, "blocked", "lost phone");
    await announce(world.redis, { kind: "subscriber", id: scene.subscriberId });
    const { identifier } = await scene.das.next();
    const named = given.named((await scene.session()).loginId);
    const stamp = (stampsChanges ?? given.usual) ? [attribute(55, seconds(world.now()))] : [];
    const isSigned = signsChanges ?? given.usual;
    const expected = disconnectRequest(identifier, [...named, ...stamp], scene.das.secret, isSigned);
    expect(scene.das.datagrams[0]?.toString("hex")).toBe(expected.toString("hex"));
  });

  it.each(BOTH)("carries the same beside new limits (%s, %s)", async (signsChanges, stampsChanges) => {
    scene = await openScene("generic", {}, { signsChanges, stampsChanges });
    await scene.report(10 * MB);
    const request = await scene.das.next();
    expect(request.code).toBe(CODE["CoA-Request"]);
    expect(request.count(ATTRIBUTE["Message-Authenticator"])).toBe((signsChanges ?? true) ? 1 : 0);
    expect(request.count(ATTRIBUTE["Event-Timestamp"])).toBe((stampsChanges ?? true) ? 1 : 0);
  });
});

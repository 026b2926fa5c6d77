import { randomBytes } from "node:crypto";
import { expect } from "vitest";
import { deviceTable } from "#access/device/table";
import type { Thing } from "#access/device/thing";
import { addThing } from "#access/device/thing-store";
import type { Nas } from "#access/nas/nas";
import { announce } from "#access/notice/live";
import type { World } from "#access/runtime/world";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { hidePassword } from "#radius-server/protocol/password";
import { secretOf } from "#radius-server/protocol/secret";
import { type Attribute, octets, request, text, u32 } from "#radius-server/protocol/write";
import { md5 } from "../protocol/datagrams.ts";

/** How a NAS asks about a device. */
export type DeviceWishes = {
  /** User-Name */
  readonly name: string;
  /** Calling-Station-Id; absent when the NAS does not say */
  readonly calling?: string | undefined;
  /** a PAP password */
  readonly pap?: string | undefined;
  /** the password its CHAP response is made of */
  readonly chap?: string;
  readonly callCheck?: boolean;
  readonly nasSessionId?: string;
  readonly port?: string;
  readonly called?: string;
};

let identifier = 0;

const chapResponse = (password: string, challenge: Uint8Array): Attribute =>
  octets(
    ATTRIBUTE["CHAP-Password"],
    Buffer.concat([Buffer.of(9), md5(Buffer.of(9), Buffer.from(password), challenge)]),
  );

/** An Access-Request about a device, signed. */
export const deviceRequest = (nas: Nas, wishes: DeviceWishes): Uint8Array => {
  identifier = (identifier + 1) & 255;
  const secret = secretOf(nas.secret);
  const requestAuthenticator = randomBytes(16);
  const optional = (type: number, value: string | undefined): Attribute[] =>
    value === undefined ? [] : [text(type, value)];
  return request(
    CODE["Access-Request"],
    identifier,
    [
      text(ATTRIBUTE["User-Name"], wishes.name),
      text(ATTRIBUTE["NAS-Identifier"], nas.nasIdentifier ?? "none"),
      ...optional(ATTRIBUTE["Calling-Station-Id"], wishes.calling),
      ...optional(ATTRIBUTE["Acct-Session-Id"], wishes.nasSessionId),
      ...optional(ATTRIBUTE["NAS-Port-Id"], wishes.port),
      ...optional(ATTRIBUTE["Called-Station-Id"], wishes.called),
      ...(wishes.callCheck ? [u32(ATTRIBUTE["Service-Type"], 10)] : []),
      ...(wishes.pap === undefined
        ? []
        : [
            octets(
              ATTRIBUTE["User-Password"],
              hidePassword(Buffer.from(wishes.pap), secret, requestAuthenticator),
            ),
          ]),
      ...(wishes.chap === undefined ? [] : [chapResponse(wishes.chap, requestAuthenticator)]),
    ],
    secret,
    { requestAuthenticator },
  );
};

/** Registers a thing and waits until the running server knows it. */
export const register = async (
  world: World,
  thing: Pick<Thing, "mac"> & Partial<Omit<Thing, "id">>,
): Promise<number> => {
  const standard = { name: "Camera cổng chợ", kind: "camera", vlan: 120, pin: null } as const;
  const id = await addThing(world.database, { ...standard, ...thing }, world.now());
  await heard(world, id);
  await expect.poll(async () => (await deviceTable.of(world)).thing(thing.mac)?.id).toBe(id);
  return id;
};

/** Tells the running server that a thing changed. */
export const heard = (world: World, id: number): Promise<void> =>
  announce(world.redis, { kind: "thing", id });

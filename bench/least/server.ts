/* A RADIUS server that decides nothing: of what ours does, only what no server of its kind could leave out. */
import { once } from "node:events";
import { gathering } from "#access/redis/gathering";
import { openRedis } from "#access/redis/open";
import { logger } from "#access/runtime/log";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { CODE } from "#radius-server/protocol/codes";
import { type Packet, parse } from "#radius-server/protocol/packet";
import { userPassword } from "#radius-server/protocol/password";
import { secretOf } from "#radius-server/protocol/secret";
import { accountingRequestIsAuthentic, messageAuthenticatorIsValid } from "#radius-server/protocol/verify";
import { type Attribute, octets, reply, u32, vendorU32 } from "#radius-server/protocol/write";
import { bindUdp, type UdpSocket } from "#radius-server/socket";
import { SECRET } from "../people.ts";
import { PERSON, readPeople, type Written, writeAll } from "./calls.ts";
import { classOf, type Opened, openedOf } from "./class.ts";

const MOST_IN_A_CALL = 64;
const WISPR = 14_122;

/** As many attributes as ours hands out. */
const LIMITS: readonly Attribute[] = [
  u32(ATTRIBUTE["Session-Timeout"], 3_600),
  u32(ATTRIBUTE["Idle-Timeout"], 900),
  u32(ATTRIBUTE["Acct-Interim-Interval"], 300),
  vendorU32(WISPR, 7, 5_000_000),
  vendorU32(WISPR, 8, 20_000_000),
];

const redis = openRedis(process.env["REDIS_URL"] ?? "");
const log = logger("least", { LOG_LEVEL: "warn" });
const secret = secretOf(SECRET);
const read = gathering<string, string | undefined>(MOST_IN_A_CALL, (names) => readPeople(redis, names));
const write = gathering<Written, boolean>(MOST_IN_A_CALL, (all) => writeAll(redis, all));

let opened = 0;
const login = async (packet: Packet): Promise<Uint8Array | undefined> => {
  if (!messageAuthenticatorIsValid(packet, secret) || !userPassword(packet, secret)) return undefined;
  const person = await read(packet.text(ATTRIBUTE["User-Name"]) ?? "");
  if (!person) return undefined;
  opened += 1;
  const session: Opened = {
    subscriberId: Number.parseInt(
      (packet.text(ATTRIBUTE["Calling-Station-Id"]) ?? "").replaceAll("-", "").slice(2),
      16,
    ),
    sessionId: opened.toString(16).padStart(16, "0"),
  };
  if (!(await write({ ...session, person, isKnown: false }))) return undefined;
  return reply(
    packet,
    CODE["Access-Accept"],
    [octets(ATTRIBUTE["Class"], classOf(session)), ...LIMITS],
    secret,
  );
};

const report = async (packet: Packet): Promise<Uint8Array | undefined> => {
  const session = openedOf(packet.octets(ATTRIBUTE["Class"]));
  if (!session || !accountingRequestIsAuthentic(packet, secret)) return undefined;
  if (!(await write({ ...session, person: PERSON, isKnown: true }))) return undefined;
  return reply(packet, CODE["Accounting-Response"], [], secret);
};

const bind = async (port: string | undefined, answer: typeof login): Promise<UdpSocket> => {
  const socket = await bindUdp("127.0.0.1", Number(port), log, (datagram, from) => {
    const packet = parse(datagram);
    if ("malformed" in packet) return;
    answer(packet).then(
      (answered) => answered && socket.send(answered, from.port, from.address),
      (fault: unknown) => log.error({ err: fault }, "not answered"),
    );
  });
  return socket;
};

const sockets = [
  await bind(process.env["RADIUS_AUTH_PORT"], login),
  await bind(process.env["RADIUS_ACCT_PORT"], report),
];
console.log("started: least");
await once(process, "SIGTERM");
for (const socket of sockets) await socket.close();
redis.disconnect();

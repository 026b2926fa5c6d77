import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { givePsk } from "#access/nas/radsec-store";
import { freePort, freeUdpPort } from "../../bench/ports.ts";
import { type House, house } from "../radius-server/house.ts";
import { byKey, type RadsecClient } from "../radius-server/radsec/client.ts";
import { isSilent, obeys, reverseNas } from "../radius-server/radsec/reverse.ts";
import { guestOf } from "../radius-server/radsec/reverse-scene.ts";
import { haveStarted, spawnPrograms } from "../setup/process.ts";

const PROGRAMS = ["radius-server"];
const IDENTITY = "bến-xe-1";
const SOON = { timeout: 20_000 };

/** A RADIUS server of its own, and where it listens for RadSec. */
type Server = { readonly process: ChildProcess; readonly port: number };

// The house has a RADIUS server too, which takes no RadSec: it claims changes like the others and can send none of them.
let home: House;
let psk: string;
const running: Server[] = [];
beforeAll(async () => {
  home = await house({ realClock: true, nas: { coaAddress: null, changesBy: "radsec" } });
  const { world, nas } = home;
  await world.redis.config("SET", "appendfsync", "everysec");
  psk = await givePsk(world, world.database, nas.id, IDENTITY);
});
afterAll(() => home.close());

const kill = async ({ process }: Server, signal: NodeJS.Signals): Promise<void> => {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const gone = once(process, "exit");
  process.kill(signal);
  await gone;
};
afterEach(() => Promise.all(running.splice(0).map((server) => kill(server, "SIGTERM"))));

const startServer = async (workers: number): Promise<Server> => {
  const { HIEN_SECRET, DATABASE_URL, REDIS_URL } = home.world.settings;
  const port = await freePort();
  const process = spawnPrograms(PROGRAMS, {
    ...{ HIEN_MODE: "demo", HIEN_SECRET, DATABASE_URL, REDIS_URL, LOG_LEVEL: "silent", SMS_GATEWAY: "lab" },
    ...{ RADIUS_AUTH_PORT: String(await freeUdpPort()), RADIUS_ACCT_PORT: String(await freeUdpPort()) },
    ...{ RADIUS_WORKERS: String(workers), RADSEC_PSK: "on", RADSEC_PORT: String(port) },
  });
  running.push({ process, port });
  await haveStarted(process, PROGRAMS);
  return { process, port };
};

const ears = reverseNas();
const connect = ({ port }: Server): Promise<RadsecClient> => ears.connect(port, byKey(IDENTITY, psk));

describe("an access point that takes changes down its own connection to one of several processes", () => {
  it("is told each change once, whichever worker of four has taken it", async () => {
    const nas = await connect(await startServer(3));
    const guests = await Promise.all(Array.from({ length: 24 }, () => guestOf(home, nas)));
    await Promise.all(guests.map((guest) => guest.end()));
    const answers = async () => (await Promise.all(guests.map(({ changes }) => changes()))).flat();
    await expect
      .poll(async () => (await answers()).map(({ answer }) => answer), SOON)
      .toEqual(guests.map(() => "acknowledged"));
    expect(guests.map(({ isMeant }) => ears.heard.filter(isMeant).length)).toEqual(guests.map(() => 1));
    await Promise.all(guests.map((guest) => guest.report(nas, 0, "Stop")));
    await nas.close();
  }, 60_000);

  it("is told by another once it is connected there, also what the first was killed over", async () => {
    const first = await startServer(1);
    const second = await startServer(1);
    const nas = await connect(first);
    const asked = await guestOf(home, nas);
    const later = await guestOf(home, nas);
    ears.answer(isSilent);
    const before = ears.heard.length;
    await asked.end();
    await expect.poll(() => ears.heard.length, SOON).toBe(before + 1);
    await kill(first, "SIGKILL");
    await nas.closed;
    ears.answer(obeys);
    await later.end();
    const again = await connect(second);
    await expect.poll(later.changes, SOON).toMatchObject([{ answer: "acknowledged" }]);
    // what the first had taken is another's when its time is over
    await expect
      .poll(asked.changes, { timeout: 60_000 })
      .toMatchObject([{ answer: null }, { answer: "acknowledged" }]);
    await again.close();
  }, 120_000);

  it("is told of a change once, connected to two of them", async () => {
    const [one, other] = [await startServer(1), await startServer(1)] as const;
    const [here, there] = [await connect(one), await connect(other)] as const;
    const guests = await Promise.all(Array.from({ length: 12 }, () => guestOf(home, here)));
    await Promise.all(guests.map((guest) => guest.end()));
    const answered = async () =>
      (await Promise.all(guests.map(({ changes }) => changes()))).flat().map(({ answer }) => answer);
    await expect.poll(answered, SOON).toEqual(guests.map(() => "acknowledged"));
    expect(guests.map(({ isMeant }) => ears.heard.filter(isMeant).length)).toEqual(guests.map(() => 1));
    await here.close();
    await there.close();
  }, 60_000);
});

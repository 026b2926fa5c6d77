import { readFileSync } from "node:fs";
import type { RedisClient } from "#access/redis/open";
import { cpuOf, peakOf } from "../costs.ts";
import type { Options } from "../options.ts";
import { passwordOf, userNameOf } from "../people.ts";
import { settleRedis } from "../settle.ts";
import type { Stores } from "../stores.ts";
import type { Target } from "../target.ts";
import { type Shape, startFreeRadius } from "./freeradius.ts";

/** The best of 4, 8 and 16 for this shape when they take turns; 2 and 32 are worse. */
const THREADS = 8;
const AT_ONCE = 2_000;
const FUNCTIONS = readFileSync(new URL("./redis.lua", import.meta.url), "utf8");

const ASKED = "%{redis:FCALL bench_login 1 u:%{User-Name}}";
const COUNTED = [
  "%{redis:FCALL bench_account 3 u:%{User-Name} s:%{NAS-Identifier}:%{Acct-Session-Id} ledger",
  "%{Acct-Status-Type} %{%{Acct-Session-Time}:-0} %{%{Acct-Input-Octets}:-0} %{%{Acct-Input-Gigawords}:-0}",
  "%{%{Acct-Output-Octets}:-0} %{%{Acct-Output-Gigawords}:-0}}",
].join(" ");

const shapeOf = (port: number): Shape => ({
  name: "freeradius-redis",
  threads: THREADS,
  policies: [],
  modules: `
  redis {
    server = 127.0.0.1
    port = ${port}
    query_timeout = 5
    pool {
      start = ${THREADS}
      min = ${THREADS}
      max = ${THREADS}
      spare = 0
      uses = 0
      lifetime = 0
      idle_timeout = 0
    }
  }`,
  server: `
  authorize {
    chap
    update request {
      &Tmp-String-0 := "${ASKED}"
    }
    if (&Tmp-String-0 =~ /^([^|]+)\\|([1-9][0-9]*)\\|([1-9][0-9]*)$/) {
      update control {
        &Cleartext-Password := "%{1}"
      }
      update reply {
        &Session-Timeout := "%{2}"
        &Idle-Timeout := 900
        &Acct-Interim-Interval := 300
      }
    }
    else {
      reject
    }
    pap
  }
  authenticate {
    Auth-Type PAP {
      pap
    }
    Auth-Type CHAP {
      chap
    }
  }
  accounting {
    if ("${COUNTED}" == "ok") {
      ok
    }
    else {
      fail
    }
  }`,
});

const seed = async (redis: RedisClient, subscribers: number): Promise<void> => {
  await redis.function("LOAD", "REPLACE", FUNCTIONS);
  for (let first = 1; first <= subscribers; first += AT_ONCE) {
    const batch: Promise<unknown>[] = [];
    for (let id = first; id <= Math.min(subscribers, first + AT_ONCE - 1); id += 1) {
      const person = {
        pw: passwordOf(id),
        status: "active",
        us: 4_500,
        ls: 21_600,
        uo: 55_000_000,
        lo: 2_000_000_000,
      };
      batch.push(redis.hset(`u:${userNameOf(id)}`, person));
    }
    await Promise.all(batch);
  }
};

/** FreeRADIUS with one Redis call a request and no SQL. */
export const startRedisPeer = async (stores: Stores, { subscribers }: Options): Promise<Target> => {
  const { port, client, pid } = stores.peerRedis;
  await seed(client, subscribers);
  const server = await startFreeRadius(shapeOf(port), stores.directory);
  return {
    name: "redis",
    aim: () => ({ authPort: server.authPort, acctPort: server.acctPort, by: "account", subscribers }),
    expect: async () => {},
    costs: () => ({ server: cpuOf(server.pid), redis: cpuOf(pid) }),
    resident: () => peakOf(server.pid),
    caughtUp: async () => 0,
    stored: async () => undefined,
    settle: () => settleRedis(client),
    stop: () => server.stop(),
  };
};

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "#access/runtime/failure";
import type { Guarded } from "#access/runtime/guarded";
import { SECRET } from "../people.ts";
import { freeUdpPort } from "../ports.ts";
import { startServer } from "../servers.ts";

/** What one shape of FreeRADIUS adds to the configuration all share. */
export type Shape = {
  readonly name: string;
  /** worker threads, the best of several for this shape */
  readonly threads: number;
  readonly modules: string;
  /** policies of Debian's package it needs */
  readonly policies: readonly string[];
  /** the sections of its virtual server behind `listen` */
  readonly server: string;
};

/** A FreeRADIUS at work. */
export type FreeRadius = Guarded & { readonly authPort: number; readonly acctPort: number };

const PROGRAM = "/usr/sbin/freeradius";
/** Debian's own configuration, from which queries and schema are taken. */
const PACKAGED = "/etc/freeradius/3.0";
const MODULES = "/usr/lib/freeradius";

/** Debian's queries and schema for PostgreSQL. */
export const PACKAGED_SCHEMA = `${PACKAGED}/mods-config/sql/main/postgresql/schema.sql`;

/**
 * Says what is missing of the peers.
 *
 * @throws Failure `freeradius_missing`
 */
export const requireFreeRadius = (): void => {
  const needed = [PROGRAM, PACKAGED_SCHEMA, `${MODULES}/rlm_sql_postgresql.so`, `${MODULES}/rlm_redis.so`];
  const missing = needed.find((path) => !existsSync(path));
  if (missing) throw new Failure("freeradius_missing", { missing });
};

const listen = (type: "auth" | "acct", port: number): string =>
  `listen {\n  type = ${type}\n  ipaddr = 127.0.0.1\n  port = ${port}\n}`;

type Places = { readonly directory: string; readonly auth: number; readonly acct: number };

/** Everything that costs time without being needed is left out: the peer is measured at its best. */
const configuration = (shape: Shape, { directory, auth, acct }: Places): string => `
prefix = /usr
name = ${shape.name}
confdir = ${directory}
modconfdir = ${PACKAGED}/mods-config
logdir = ${directory}
radacctdir = ${directory}
run_dir = ${directory}
pidfile = ${directory}/freeradius.pid
libdir = ${MODULES}
max_request_time = 30
cleanup_delay = 5
max_requests = 16384
hostname_lookups = no
proxy_requests = no
log {
  destination = stdout
  auth = no
}
security {
  max_attributes = 200
  reject_delay = 0
  status_server = no
}
client nas {
  ipaddr = 127.0.0.1
  secret = ${SECRET}
  require_message_authenticator = yes
}
thread pool {
  start_servers = ${shape.threads}
  max_servers = ${shape.threads}
  min_spare_servers = 1
  max_spare_servers = ${shape.threads}
  max_requests_per_server = 0
  auto_limit_acct = no
}
modules {
  pap {
    normalise = yes
  }
  chap {
  }
  expr {
    safe_characters = "@abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_: /"
  }
  always reject {
    rcode = reject
  }
  always ok {
    rcode = ok
  }
  always fail {
    rcode = fail
  }
  ${shape.modules}
}
policy {
  ${shape.policies.map((name) => `$INCLUDE ${PACKAGED}/policy.d/${name}`).join("\n  ")}
}
server default {
  ${listen("auth", auth)}
  ${listen("acct", acct)}
  ${shape.server}
}
`;

/** Starts FreeRADIUS in a shape, on two free ports. @throws Failure `server_did_not_start` */
export const startFreeRadius = async (shape: Shape, within: string): Promise<FreeRadius> => {
  const directory = join(within, shape.name);
  mkdirSync(directory, { mode: 0o700 });
  const places = { directory, auth: await freeUdpPort(), acct: await freeUdpPort() };
  writeFileSync(join(directory, "radiusd.conf"), configuration(shape, places), { mode: 0o600 });
  writeFileSync(join(directory, "dictionary"), "$INCLUDE /usr/share/freeradius/dictionary\n");
  const server = await startServer({
    name: shape.name,
    directory,
    command: [PROGRAM, "-f", "-l", "stdout", "-d", directory, "-n", "radiusd"],
    ready: "Ready to process requests",
  });
  return { ...server, authPort: places.auth, acctPort: places.acct };
};

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text as readAll } from "node:stream/consumers";
import { freeUdpPort } from "../../../bench/ports.ts";
import type { Authority, Pair } from "./certificates.ts";

/** Debian keeps it where an ordinary user's PATH does not lead. */
const RADSECPROXY = existsSync("/usr/sbin/radsecproxy") ? "/usr/sbin/radsecproxy" : "radsecproxy";

const isInstalled = (command: string): boolean => spawnSync(command, ["-v"]).error === undefined;

/** The Debian packages that are missing for a test through radsecproxy; empty when all are there. */
export const missing = [
  ...(isInstalled(RADSECPROXY) ? [] : ["radsecproxy"]),
  ...(isInstalled("radclient") ? [] : ["freeradius-utils"]),
];

/** Debian's radsecproxy between an access point that speaks UDP and our RadSec port. */
export type RadsecProxy = {
  /** runs radclient once against it, as an access point does, and waits 5 seconds for the answer unless told otherwise */
  readonly radclient: (
    asked: "auth" | "acct" | "status",
    attributes: readonly string[],
    seconds?: number,
  ) => Promise<{ readonly said: string; readonly code: number }>;
  readonly stop: () => Promise<void>;
};

const UDP_SECRET = "between-ap-and-proxy";

const configuration = (port: number, radsecPort: number, ca: Pair, own: Pair): string => `
ListenUDP 127.0.0.1:${port}
LogLevel 3
LogDestination file:///dev/stderr
tls default {
  CACertificateFile ${ca.certFile}
  CertificateFile ${own.certFile}
  CertificateKeyFile ${own.keyFile}
}
client 127.0.0.1 {
  type udp
  secret ${UDP_SECRET}
}
server hien {
  host 127.0.0.1
  port ${radsecPort}
  type tls
  secret radsec
  statusServer on
}
realm * {
  server hien
  accountingServer hien
}
`;

/** Starts a radsecproxy that shows a certificate; settles once it listens. */
export const startProxy = async (made: Authority, radsecPort: number, own: Pair): Promise<RadsecProxy> => {
  const port = await freeUdpPort();
  const file = join(made.directory, `proxy-${port}.conf`);
  writeFileSync(file, configuration(port, radsecPort, made.ca, own));
  const child = spawn(RADSECPROXY, ["-f", "-c", file], { stdio: ["ignore", "ignore", "pipe"] });
  const gone = once(child, "exit");
  const lines = createInterface({ input: child.stderr });
  await new Promise<void>((resolve, reject) => {
    const said: string[] = [];
    lines.on("line", (line) => {
      said.push(line);
      if (line.includes("listening for udp")) resolve();
    });
    void gone.then(() => reject(new Error(`radsecproxy ended: ${said.join("\n")}`)));
  });
  return {
    radclient: async (asked, attributes, seconds = 5) => {
      const wishes = ["-x", "-r", "1", "-t", String(seconds)];
      const client = spawn("radclient", [...wishes, `127.0.0.1:${port}`, asked, UDP_SECRET]);
      client.stdin.end(`${attributes.join("\n")}\n`);
      const [said, [code]] = await Promise.all([readAll(client.stdout), once(client, "exit")]);
      return { said, code: code as number };
    },
    stop: async () => {
      child.kill("SIGKILL");
      await gone;
    },
  };
};

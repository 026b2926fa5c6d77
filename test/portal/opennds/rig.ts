import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

const isRun = (command: string, ...parameters: string[]): boolean =>
  spawnSync(command, parameters, { stdio: "ignore" }).status === 0;

const PROGRAMS = [
  "/usr/bin/opennds",
  "/usr/sbin/dnsmasq",
  "/usr/sbin/udhcpc",
  "/usr/sbin/nft",
  "/usr/bin/curl",
  "/usr/bin/perl",
];

/** Why no real gateway can be run here; empty where it can. */
export const hindrance = (): string => {
  if (process.platform !== "linux") return "network namespaces are Linux's";
  if (process.getuid?.() !== 0) return "network namespaces need root";
  const absent = PROGRAMS.filter((program) => !existsSync(program));
  if (absent.length > 0) return `not installed: ${absent.join(", ")}`;
  return isRun("unshare", "-n", "-m", "-p", "-f", "--mount-proc", "true")
    ? ""
    : "namespaces are not allowed here";
};

/** Where the portal answers, behind the gateway, and a host that stands for the Internet. */
export const PORTAL = { address: "10.98.0.1", port: 8_080 } as const;
export const INTERNET = "10.98.1.1";

/** The gateway as devices see it. */
export const GATEWAY = "10.2.0.1:2050";

/** What the access point has in common with the portal. */
type Joined = { readonly slug: string; readonly key: string };

/** A page a device was shown. */
export type Shown = { readonly address: string; readonly status: number; readonly html: string };

/** A device, an openNDS gateway and what lies behind it, each in a network namespace of its own. */
export type Rig = {
  /** a command that runs the command after it beside the portal and the Internet */
  readonly upstream: readonly string[];
  /** lets the gateway run and gives the device an address */
  readonly start: (joined: Joined) => Promise<void>;
  /** what the device's browser shows, after all redirects; a form when fields are given */
  readonly browse: (address: string, fields?: URLSearchParams) => Promise<Shown>;
  /** waits until the device is shown the portal instead of the Internet */
  readonly untilCaptive: () => Promise<void>;
  /** octets of all packets that reached the device since the rig was opened, their IP headers with them */
  readonly received: () => Promise<number>;
  /** while it lasts openNDS is as busy as with a running `ndsctl`: it runs no BinAuth, and lets devices in unasked */
  readonly whileBusy: <T>(work: () => Promise<T>) => Promise<T>;
  /** while it lasts nobody runs `ndsctl` */
  readonly whileQuiet: <T>(work: () => Promise<T>) => Promise<T>;
  /** ends everything in the namespaces and takes them down */
  readonly close: () => Promise<void>;
};

const SCRIPT = new URL("../../../access/vendors/opennds/gateway.sh", import.meta.url);

/** Debian's iptables 1.8.9 would refuse the chains openNDS makes, unless these are there before. */
const CHAINS = `flush ruleset
table ip filter {
  chain INPUT { type filter hook input priority 0; policy accept; }
  chain FORWARD { type filter hook forward priority 0; policy accept; }
  chain OUTPUT { type filter hook output priority 0; policy accept; }
  chain INPUT_LEGACY { }
  chain FORWARD_LEGACY { }
}
`;

const configuration = (directory: string, { slug, key }: Joined): string => `GatewayInterface gw1
GatewayName TestGW
GatewayPort 2050
fasport ${PORTAL.port}
fasremoteip ${PORTAL.address}
faspath /${slug}
fas_secure_enabled 1
faskey ${key}
binauth ${directory}/gateway.sh
checkinterval 15
use_outdated_mhd 0
FirewallRuleSet authenticated-users {
  FirewallRule allow all
}
FirewallRuleSet users-to-router {
  FirewallRule allow udp port 53
  FirewallRule allow tcp port 53
  FirewallRule allow udp port 67
}
`;

/** In mounts of its own: openNDS and dnsmasq have fixed places. */
const gatewayStart = (directory: string): string => `set -e
mount --make-rprivate /
mount --bind ${directory}/opennds.conf /etc/opennds/opennds.conf
mkdir -p /var/lib/misc
mount -t tmpfs tmpfs /var/lib/misc
mount -t tmpfs tmpfs /run
touch /var/lib/misc/dnsmasq.leases
dnsmasq --conf-file=/dev/null --interface=gw1 --bind-interfaces --except-interface=lo --user=root \\
  --dhcp-range=10.2.0.10,10.2.0.100,12h --dhcp-leasefile=/var/lib/misc/dnsmasq.leases --no-resolv --no-hosts \\
  --address=/#/${INTERNET} --pid-file=/run/dnsmasq.pid
${directory}/gateway.sh keep &
exec /usr/bin/opennds -f -d 1
`;

const LEASE = `#!/bin/sh
case "$1" in
bound | renew)
  ip addr flush dev "$interface"
  ip addr add "$ip/$mask" dev "$interface"
  ip route replace default via "$router"
  ;;
esac
`;

/** Holds the lock of `ndsctl` until its input ends; `lockf` is what fcntl does with a struct flock (fcntl(2)). */
const HOLD_LOCK = `exec perl -MFcntl -e '
  open my $lock, "+>>", shift or die;
  my $flock = pack "s s x4 q q i x4", F_WRLCK, 0, 0, 0, 0;
  fcntl $lock, F_SETLKW, $flock or die;
  $| = 1; print "held"; <STDIN>' "$(/usr/lib/opennds/libopennds.sh tmpfs 2>/dev/null)/ndsctl.lock"`;

const INTERNET_SERVER = `require("node:http")
  .createServer((_, response) => response.end("the Internet " + "x".repeat(200000)))
  .listen(80, "${INTERNET}", () => console.log("ready"));`;

const write = (directory: string, name: string, text: string): void => {
  writeFileSync(join(directory, name), text);
  chmodSync(join(directory, name), 0o700);
};

const plumb = async (up: string, gw: string, cl: string): Promise<void> => {
  const ip = (line: string) => run("ip", line.split(" "));
  for (const name of [up, gw, cl]) await ip(`netns add ${name}`);
  for (const name of [up, gw, cl]) await ip(`-n ${name} link set lo up`);
  await ip(`link add up0 netns ${up} type veth peer name gw0 netns ${gw}`);
  await ip(`link add gw1 netns ${gw} type veth peer name cl0 netns ${cl}`);
  await ip(`-n ${up} addr add ${PORTAL.address}/24 dev up0`);
  await ip(`-n ${up} addr add ${INTERNET}/32 dev lo`);
  await ip(`-n ${gw} addr add 10.98.0.2/24 dev gw0`);
  await ip(`-n ${gw} addr add 10.2.0.1/24 dev gw1`);
  for (const [name, device] of [
    [up, "up0"],
    [gw, "gw0"],
    [gw, "gw1"],
    [cl, "cl0"],
  ] as const)
    await ip(`-n ${name} link set ${device} up`);
  await ip(`-n ${gw} route add default via ${PORTAL.address}`);
  await ip(`-n ${up} route add 10.2.0.0/24 via 10.98.0.2`);
  await run("ip", ["netns", "exec", gw, "sysctl", "-qw", "net.ipv4.ip_forward=1"]);
};

/** What an interface counts around each packet, and openNDS does not (IEEE 802.3 section 3.1.1), octets. */
const ETHERNET_HEADER = 14;

/** As `ip -s -j link` prints it. */
type Statistics = { readonly stats64: { readonly rx: { readonly bytes: number; readonly packets: number } } };

const inside = (name: string): readonly string[] => ["ip", "netns", "exec", name];

const spawnIn = (name: string, ...command: string[]): ChildProcess => {
  const [first = "", ...rest] = [...inside(name), ...command];
  return spawn(first, rest, { stdio: ["ignore", "pipe", "ignore"] });
};

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // it has ended by itself
  }
};

/** Stops all processes of a command line, also those they begin meanwhile. @returns their ids */
const stopAll = async (line: string): Promise<ReadonlySet<number>> => {
  const stopped = new Set<number>();
  for (;;) {
    const { stdout } = await run("pgrep", ["-f", line]);
    const others = stdout
      .trim()
      .split("\n")
      .map(Number)
      .filter((pid) => !stopped.has(pid));
    if (others.length === 0) return stopped;
    for (const pid of others) {
      signal(pid, "SIGSTOP");
      stopped.add(pid);
    }
  }
};

/**
 * Whatever runs in a namespace of ours was started by us.
 *
 * @param spared  ends by itself when the others have, and takes their remains with it
 */
const takeDown = async (name: string, spared?: ChildProcess): Promise<void> => {
  const { stdout } = await run("ip", ["netns", "pids", name]);
  for (const pid of stdout.split("\n").filter((line) => line !== "")) {
    if (Number(pid) === spared?.pid) continue;
    signal(Number(pid), "SIGKILL");
  }
  if (spared?.exitCode === null && spared.signalCode === null) await once(spared, "exit");
  await run("ip", ["netns", "del", name]);
};

/** Makes the namespaces; what they hold goes away with `close`. */
export const openRig = async (): Promise<Rig> => {
  const directory = mkdtempSync(join(tmpdir(), "hien-opennds-"));
  const [up, gw, cl] = ["up", "gw", "cl"].map((role) => `hien-${process.pid}-${role}`) as [
    string,
    string,
    string,
  ];
  try {
    await plumb(up, gw, cl);
  } catch (fault) {
    for (const name of [cl, gw, up]) await takeDown(name).catch(() => {}); // one that was not made yet
    throw fault;
  }
  const internet = spawnIn(up, process.execPath, "-e", INTERNET_SERVER);
  await once(internet.stdout!, "data");

  let gateway: ChildProcess | undefined;

  const curl = async (...parameters: string[]): Promise<string> => {
    const [first = "", ...rest] = [...inside(cl), "curl", "-sS", "-m", "15", ...parameters];
    return (await run(first, rest, { maxBuffer: 4_000_000 })).stdout;
  };

  /** A download that the gateway cuts off hangs, so each try is a short one. */
  const untilCaptive = async (): Promise<void> => {
    for (let tries = 0; tries < 100; tries += 1) {
      const asked = curl("-m", "2", "-o", "/dev/null", "-w", "%{redirect_url}", `http://${INTERNET}/`);
      if ((await asked.catch(() => "")).includes("fas=")) return;
      await pause(200);
    }
    throw new Error("openNDS does not send the device to the portal");
  };

  const pidsOf = async (program: string): Promise<readonly string[]> => {
    const { stdout } = await run("pgrep", [
      "-x",
      program,
      "--ns",
      String(gateway?.pid),
      "--nslist",
      "net",
    ]).catch(
      () => ({ stdout: "" }), // none
    );
    return stdout.split("\n").filter((line) => line !== "");
  };

  /** What nsenter is told for a command to run where openNDS itself runs. */
  const beside = async (): Promise<readonly string[]> => {
    const [pid = ""] = await pidsOf("opennds");
    return ["-t", pid, "-m", "-n", "-p"];
  };

  /** Waits for the lock of `ndsctl` and holds it. @returns what gives it back */
  const takeLock = async (): Promise<() => Promise<void>> => {
    const holder = spawn("nsenter", [...(await beside()), "sh", "-c", HOLD_LOCK], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    const ended = once(holder, "exit");
    await Promise.race([once(holder.stdout, "data"), ended]);
    if (holder.exitCode !== null) throw new Error("the lock of ndsctl cannot be held");
    return async () => {
      holder.stdin.end();
      await ended;
    };
  };

  return {
    upstream: inside(up),
    start: async (joined) => {
      copyFileSync(SCRIPT, join(directory, "gateway.sh"));
      write(
        directory,
        "gateway.conf",
        `PORTAL=http://${PORTAL.address}:${PORTAL.port}/opennds/${joined.slug}\nKEY=${joined.key}\nEVERY=1\nKEPT=${directory}/kept\n`,
      );
      write(directory, "opennds.conf", configuration(directory, joined));
      write(directory, "chains.nft", CHAINS);
      write(directory, "start.sh", gatewayStart(directory));
      write(directory, "lease.sh", LEASE);
      await run("ip", ["netns", "exec", gw, "nft", "-f", join(directory, "chains.nft")]);
      gateway = spawnIn(gw, "unshare", "-m", "-p", "-f", "--mount-proc", "sh", join(directory, "start.sh"));
      await run("ip", [
        ...inside(cl).slice(1),
        "udhcpc",
        "-i",
        "cl0",
        "-f",
        "-q",
        "-t",
        "20",
        "-T",
        "1",
        "-s",
        join(directory, "lease.sh"),
      ]);
      await untilCaptive();
    },
    browse: async (address, fields) => {
      const body = fields ? ["--data", fields.toString()] : [];
      const said = await curl(
        "-L",
        "--max-redirs",
        "8",
        "-w",
        "\n%{http_code} %{url_effective}",
        ...body,
        address,
      );
      const at = said.lastIndexOf("\n");
      const [status = "", effective = ""] = said.slice(at + 1).split(" ");
      return { address: effective, status: Number(status), html: said.slice(0, at) };
    },
    untilCaptive,
    received: async () => {
      const { stdout } = await run("ip", ["-n", cl, "-s", "-j", "link", "show", "cl0"]);
      const [{ stats64 }] = JSON.parse(stdout) as [Statistics];
      return stats64.rx.bytes - stats64.rx.packets * ETHERNET_HEADER;
    },
    whileBusy: async (work) => {
      const release = await takeLock();
      return work().finally(release);
    },
    whileQuiet: async (work) => {
      const stopped = await stopAll(`${directory}/gateway.sh keep`);
      while ((await pidsOf("ndsctl")).length > 0) await pause(20);
      return work().finally(() => {
        for (const pid of stopped) signal(pid, "SIGCONT");
      });
    },
    close: async () => {
      await takeDown(cl);
      await takeDown(gw, gateway);
      await takeDown(up);
      rmSync(directory, { recursive: true, force: true });
    },
  };
};

import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ROOT, refuse, runs } from "./step.js";

const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

/** Installs npm packages when there are none, or when package-lock.json changed since. */
export const installPackages = () => {
  const wanted = modified(`${ROOT}package-lock.json`);
  if (modified(`${ROOT}node_modules/.package-lock.json`) >= wanted) return;
  console.log("Installing npm packages (npm ci) …");
  if (!runs("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
    refuse("`npm ci` failed; its message above says why.");
};

const isOnPath = (name) =>
  (process.env.PATH ?? "").split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/** Ubuntu's chromium package only fetches a snap, which needs a service containers lack. */
const isUbuntu = () =>
  existsSync("/etc/os-release") && /^ID=ubuntu$/m.test(readFileSync("/etc/os-release", "utf8"));

/** Programs that are not npm's, the commands that prove them, and the package of each system that has them. */
const PARTS = {
  redis: { proofs: ["redis-server"], apt: "redis-server", brew: "redis" },
  radclient: { proofs: ["radclient"], apt: "freeradius-utils", brew: "freeradius-server" },
  radsecproxy: { proofs: ["radsecproxy", "/usr/sbin/radsecproxy"], apt: "radsecproxy" },
  chromium: {
    proofs: ["chromium", "chromium-browser", "google-chrome"],
    apt: "chromium",
    brew: "--cask chromium",
  },
};

/** What a real gateway in network namespaces needs: for root on Debian alone, its test says why it is left out elsewhere. */
const GATEWAY = ["opennds", "dnsmasq-base", "udhcpc", "nftables", "iptables", "curl"];

/** Installs the real gateway where it can run; what fails here leaves one test out, not the check. */
export const installGateway = () => {
  const there = ["/usr/bin/opennds", "/usr/sbin/dnsmasq", "/usr/sbin/udhcpc", "/usr/sbin/nft"].every(
    existsSync,
  );
  if (there || process.platform !== "linux" || process.getuid() !== 0 || !isOnPath("apt-get")) return;
  console.log(`Installing ${GATEWAY.join(", ")} (apt-get) …`);
  if (!apt(GATEWAY)) console.log("The test with a real gateway will be left out.");
  if (isOnPath("systemctl")) runs("systemctl", ["disable", "--now", "opennds"], { quiet: true });
};

const isThere = (part) =>
  PARTS[part].proofs.some((proof) => (proof.startsWith("/") ? existsSync(proof) : isOnPath(proof)));

const apt = (packages) => {
  // Some packages start a daemon of their own; in run level 1 they do not.
  const environment = { DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  return (
    runs("apt-get", ["update", "-qq"], { environment }) &&
    runs("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], { environment })
  );
};

/** What systemd starts all the same: we have our own Redis and want no second one, and a proxy would take our ports. */
const DAEMONS = { redis: "redis-server", radsecproxy: "radsecproxy" };

const disableDaemons = (parts) => {
  if (!isOnPath("systemctl")) return;
  for (const part of parts)
    if (DAEMONS[part]) runs("systemctl", ["disable", "--now", DAEMONS[part]], { quiet: true });
};

const installWithApt = (parts) => {
  const packages = parts.map((part) => PARTS[part].apt);
  if (process.getuid() !== 0) refuse(`Run \`sudo apt-get install ${packages.join(" ")}\`, then this again.`);
  console.log(`Installing ${packages.join(", ")} (apt-get) …`);
  if (!apt(packages)) refuse(`\`apt-get install ${packages.join(" ")}\` failed; its message above says why.`);
  disableDaemons(parts);
};

const installWithBrew = (parts) => {
  // What Homebrew lacks, its tests do without and say so.
  for (const part of parts.filter((each) => PARTS[each].brew)) {
    const words = PARTS[part].brew.split(" ");
    console.log(`Installing ${part} (brew) …`);
    if (!runs("brew", ["install", ...words]))
      refuse(`\`brew install ${words.join(" ")}\` failed; its message above says why.`);
  }
};

/** Chromium for Ubuntu comes from the npm package that drives it. */
const installUbuntuChromium = () => {
  if (runs(process.execPath, ["scripts/has-browser.js"], { quiet: true })) return;
  const command = [
    `${ROOT}node_modules/playwright-core/cli.js`,
    "install",
    ...(process.getuid() === 0 ? ["--with-deps"] : []),
    "chromium",
  ];
  if (!runs(process.execPath, command))
    refuse("Run `sudo npx playwright-core install --with-deps chromium`, then this again.");
};

/** Installs what is missing of the named parts by the system's package manager, or says in one sentence what to run. */
export const installParts = (parts) => {
  const ubuntuChromium = parts.includes("chromium") && !isThere("chromium") && isUbuntu();
  const missing = parts.filter((part) => !isThere(part) && !(part === "chromium" && ubuntuChromium));
  if (missing.length > 0) {
    if (isOnPath("apt-get")) installWithApt(missing);
    else if (isOnPath("brew")) installWithBrew(missing);
    else refuse(`Install ${missing.join(", ")} with this system's package manager, then run this again.`);
  }
  if (ubuntuChromium) installUbuntuChromium();
};

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { SECRETS, settingsSchema } from "#access/runtime/settings";
import { HEAP } from "../bench/ours/heap.ts";

type Service = {
  readonly image: string;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly secrets?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
};
type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
};

const text = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
const compose = parse(text("docker-compose.yml"), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const programs = services.filter(([, { image }]) => image.startsWith("hien:"));

/** Instructions of the Dockerfile, continued lines joined. */
const instructions = text("Dockerfile")
  .replaceAll("\\\n", " ")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => ({ word: line.split(" ")[0] ?? "", rest: line.slice(line.indexOf(" ") + 1) }));
const lastStage = instructions.slice(instructions.findLastIndex(({ word }) => word === "FROM"));
const of = (word: string) => lastStage.filter((each) => each.word === word).map(({ rest }) => rest);

describe("docker-compose.yml", () => {
  it("runs each program, and the drain, from one image", () => {
    expect(programs.map(([name]) => name).sort()).toEqual(["admin", "drain", "portal", "radius-server"]);
    expect(programs.map(([name, { command }]) => [name, command])).toEqual(
      programs.map(([name]) => [name, [name]]),
    );
    expect(new Set(programs.map(([, { image }]) => image)).size).toBe(1);
  });

  it.each(Object.entries(HEAP))(
    "starts %s as the image would, with words to Node that the guide and the benchmark know",
    (name, flags) => {
      const [node, ...words] = JSON.parse(of("ENTRYPOINT")[0] ?? "[]") as string[];
      expect(compose.services[name]?.entrypoint).toEqual([node, ...flags, ...words]);
      expect(execFileSync(process.execPath, [...flags, "-p", "1 + 1"], { encoding: "utf8" })).toBe("2\n");
      expect(text("docs/install.md")).toContain(`node ${flags.join(" ")} dist/main.js ${name}\n`);
    },
  );

  it("starts the others as the image does", () => {
    const others = programs.filter(([name]) => !(name in HEAP));
    expect(others.filter(([, { entrypoint }]) => entrypoint)).toEqual([]);
  });

  it.each(services)("gives %s a read-only root, no capability and no way to gain one", (_, service) => {
    expect(service.read_only).toBe(true);
    expect(service.cap_drop).toEqual(["ALL"]);
    expect(service.security_opt).toContain("no-new-privileges:true");
  });

  it("keeps every word Redis was given: append-only file, written before the answer, nothing evicted", () => {
    const line = compose.services["redis"]?.command?.join(" ") ?? "";
    expect(line).toContain("--appendonly yes");
    expect(line).toContain("--appendfsync always");
    expect(line).toContain("--maxmemory-policy noeviction");
  });

  it("runs PostgreSQL 17 and Redis 7 as their own users, checked for health, on a network without a way out", () => {
    const { postgres, redis } = compose.services;
    expect([postgres?.image, redis?.image]).toEqual(["postgres:17-bookworm", "redis:7-bookworm"]);
    expect([postgres?.user, redis?.user]).toEqual(["postgres", "redis"]);
    for (const store of [postgres, redis]) {
      expect(store?.networks).toEqual(["stores"]);
      expect(store?.ports).toBeUndefined();
      expect(store?.healthcheck?.test[0]).toBe("CMD");
    }
    expect(compose.networks["stores"]?.internal).toBe(true);
  });

  it.each(programs)("starts %s only when both stores are healthy", (_, { depends_on }) => {
    expect(depends_on).toEqual({
      postgres: { condition: "service_healthy" },
      redis: { condition: "service_healthy" },
    });
  });

  it.each(programs)("gives %s settings that exist, and secrets only as files it may read", (_, service) => {
    const known = new Set(Object.keys(settingsSchema.shape));
    for (const [name, value] of Object.entries(service.environment)) {
      const setting = name.replace(/_FILE$/, "");
      expect(known).toContain(setting);
      if (setting !== name) expect(SECRETS).toContain(setting);
      if (setting !== name) expect(service.secrets).toContain(value.replace("/run/secrets/", ""));
      if (["HIEN_SECRET", "DATABASE_URL", "SMS_HTTP_TOKEN"].includes(setting)) expect(name).toMatch(/_FILE$/);
    }
    expect(service.environment["HIEN_MODE"]).toBe("production");
  });

  it("takes secrets from files git does not keep", () => {
    for (const { file } of Object.values(compose.secrets)) {
      expect(() =>
        execFileSync("git", ["check-ignore", "-q", file], { cwd: new URL("..", import.meta.url) }),
      ).not.toThrow();
    }
  });

  it("publishes nothing but RADIUS beyond this machine", () => {
    const published = services.flatMap(([, { ports }]) => ports ?? []);
    expect(published.filter((port) => !port.startsWith("127.0.0.1:"))).toEqual([
      "1812:1812/udp",
      "1813:1813/udp",
    ]);
  });
});

describe("Dockerfile", () => {
  it("builds in one stage and runs in another, without the tools of the first", () => {
    expect(instructions.filter(({ word }) => word === "FROM")).toHaveLength(2);
    expect(of("COPY").every((rest) => rest.startsWith("--from=build "))).toBe(true);
  });

  it("does not run as root", () => {
    expect(of("USER")).toEqual(["node"]);
  });

  it("starts the build's main and looks at the sign of life it is told to give", () => {
    const [entry = "[]"] = of("ENTRYPOINT");
    const [command, main, option, file] = JSON.parse(entry) as string[];
    expect([command, main, option]).toEqual(["node", "dist/main.js", "--alive"]);
    expect(of("HEALTHCHECK").join()).toContain(`stat -c %Y ${file}`);
  });

  it("takes a Node this package runs on", () => {
    const [image = ""] = of("FROM");
    expect(Number(/^node:(\d+)/.exec(image)?.[1])).toBeGreaterThanOrEqual(20);
  });

  it("keeps secrets, state and the repository's history out of the image", () => {
    const ignored = text(".dockerignore").split("\n");
    expect(ignored).toEqual(expect.arrayContaining([".git", ".hien", "secrets", ".env", "node_modules"]));
  });
});

import { join } from "node:path";
import { build } from "./build.js";
import { installPackages, installParts } from "./install.js";
import { forgetRunning, makeState, ownSecret, rememberRunning, STATE } from "./state.js";

const { env } = process;

const prepare = () => {
  installPackages();
  if (!env.REDIS_URL && !env.REDIS_URL_FILE) installParts(["redis"]);
  build();
  makeState();
};

const address = (program, port) =>
  `http://${env[`${program}_HOST`] ?? "127.0.0.1"}:${env[`${program}_PORT`] ?? port}`;

/** Settings of a demonstration on this machine; the environment's own win. */
const demoSettings = (stores) => ({
  HIEN_MODE: "demo",
  LOG_LEVEL: "warn",
  SMS_GATEWAY: "lab",
  PORTAL_URL: address("PORTAL", 8080),
  ADMIN_URL: address("ADMIN", 8081),
  PORTAL_FRAME_ANCESTORS: address("LAB", 8082),
  ...(env.HIEN_SECRET_FILE || env.HIEN_SECRET ? {} : { HIEN_SECRET: ownSecret() }),
  ...stores,
});

const given = () =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));

/** A faulty setting is told before anything is started. */
const requireSettings = async () => {
  const { readSettings } = await import("../dist/access/runtime/settings.js");
  readSettings({ ...demoSettings({ DATABASE_URL: "private", REDIS_URL: "private" }), ...given() });
};

const stores = [];

/** Starts the stores that no URL was given for, PostgreSQL and Redis side by side. */
const startStores = async (giveUp) => {
  const { startPostgres } = await import("../dist/access/postgres/embedded.js");
  const { startRedis } = await import("../dist/access/redis/private.js");
  const { keepRunning } = await import("../dist/access/runtime/keep-running.js");
  const keep = async (name, start) => {
    if (env[name] || env[`${name}_FILE`]) return {};
    const store = await keepRunning(start, giveUp);
    stores.push(store);
    return { [name]: store.url };
  };
  // one after the other would leave the second running unseen if the first failed
  const results = await Promise.allSettled([
    keep("DATABASE_URL", () => startPostgres({ dir: join(STATE, "postgres") })),
    keep("REDIS_URL", () => startRedis({ dir: join(STATE, "redis") })),
  ]);
  const failed = results.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
  return Object.assign({}, ...results.map(({ value }) => value));
};

const stopStores = () => Promise.all(stores.map((store) => store.stop()));

const announce = (programs) => {
  const named = Object.fromEntries(programs.map((program) => [program.name, program]));
  const lines = [
    ["Lab (pretend phones)", named.lab?.url],
    ["Panel (for staff)", named.admin?.url],
    ["Portal", named.portal?.url],
  ].filter(([, url]) => url);
  console.log("\nHiên is running.\n");
  for (const [what, url] of lines) console.log(`  ${what.padEnd(22)}${url}`);
  const password = named.admin?.firstPassword;
  if (password) console.log(`\n  First sign-in to the panel: \`admin\`, one-time password \`${password}\``);
  console.log("\nCtrl-C stops it.");
};

/** Stops in order on the first Ctrl-C, at once on the second. */
const untilAsked = () =>
  new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, resolve);
  });

/** Other commands of the same person, like the lab's, find the running house by these. */
const remember = async (settings) => {
  const { settingsSchema } = await import("../dist/access/runtime/settings.js");
  const names = Object.keys(settingsSchema.shape).flatMap((name) => [name, `${name}_FILE`]);
  rememberRunning(
    Object.fromEntries(names.filter((name) => settings[name]).map((name) => [name, settings[name]])),
  );
};

const main = async () => {
  prepare();
  const { explain } = await import("../dist/access/runtime/explain.js");
  const fail = async (fault) => {
    console.error(explain(fault));
    await stopStores().catch(() => {});
    process.exit(1);
  };
  try {
    await requireSettings();
    const settings = { ...demoSettings(await startStores(fail)), ...given() };
    const { run } = await import("../dist/main.js");
    const house = await run(process.argv.slice(2), settings);
    await remember(settings);
    const asked = untilAsked(); // before it is said that one may ask
    announce(house.programs);
    await asked;
    console.log("\nStopping …");
    await house.stop();
    forgetRunning();
    await stopStores();
    process.exit(0);
  } catch (fault) {
    await fail(fault);
  }
};

await main();

/* npm run bench:radius: our RADIUS server beside FreeRADIUS, on this machine, in one run. */
import { explain } from "#access/runtime/explain";
import { compare } from "./compare.ts";
import { type Generator, startGenerator } from "./generator/start.ts";
import { type Options, optionsOf } from "./options.ts";
import { startOurs } from "./ours/target.ts";
import { requireFreeRadius } from "./peers/freeradius.ts";
import { startRedisPeer } from "./peers/redis.ts";
import { startSql } from "./peers/sql.ts";
import { openStores, type Stores } from "./stores.ts";
import type { Target } from "./target.ts";

const say = (text: string): void => console.error(text);

const startPeers = async (stores: Stores, options: Options): Promise<Target[]> => [
  await startSql(stores, options),
  await startRedisPeer(stores, options),
];

const main = async (): Promise<void> => {
  const options = optionsOf(process.argv.slice(2));
  const isAlone = options.profile !== "";
  if (!isAlone) requireFreeRadius();
  const stores = await openStores(options);
  const targets: Target[] = [];
  let generator: Generator | undefined;
  try {
    say(`seeding ${options.subscribers} subscribers …`);
    const ours = await startOurs(stores, options);
    targets.push(ours);
    if (!isAlone) targets.push(...(await startPeers(stores, options)));
    generator = await startGenerator();
    await compare(targets, ours, generator, options, say);
  } finally {
    await generator?.stop();
    for (const target of targets.toReversed()) await target.stop();
    await stores.close();
  }
};

try {
  await main();
} catch (fault) {
  say(explain(fault));
  process.exit(1); // what was half begun may still wait for a store
}

/* npm run bench:radius: our RADIUS server beside FreeRADIUS, on this machine, in one run. */
import { explain } from "#access/runtime/explain";
import { compare } from "./compare.ts";
import { writeInto } from "./document.ts";
import { startGenerator } from "./generator/start.ts";
import { FIRST_SUBSCRIBERS, grow } from "./growth.ts";
import { growthSection, growthTable } from "./growth-report.ts";
import { startLeast } from "./least/target.ts";
import { type Options, optionsOf } from "./options.ts";
import { startOurs } from "./ours/target.ts";
import { requireFreeRadius } from "./peers/freeradius.ts";
import { startRedisPeer } from "./peers/redis.ts";
import { startSql } from "./peers/sql.ts";
import { settingOf } from "./setting.ts";
import { openStores } from "./stores.ts";

const say = (text: string): void => console.error(text);

/** Takes what ends a thing that was started; all end in the reverse order. */
type Later = (end: () => Promise<void>) => void;

const started = async <Thing extends { readonly stop: () => Promise<void> }>(
  later: Later,
  starting: Promise<Thing>,
): Promise<Thing> => {
  const thing = await starting;
  later(() => thing.stop());
  return thing;
};

const oursOn = async (options: Options, later: Later) => {
  const stores = await openStores(options);
  later(() => stores.close());
  say(`seeding ${options.subscribers} subscribers …`);
  return { stores, ours: await started(later, startOurs(stores, options)) };
};

const besideFreeRadius = async (options: Options, later: Later): Promise<void> => {
  const isAlone = options.profile !== "";
  if (!isAlone) requireFreeRadius();
  const { stores, ours } = await oursOn(options, later);
  const peers = isAlone
    ? []
    : [
        await started(later, startSql(stores, options)),
        await started(later, startRedisPeer(stores, options)),
        ...(options.least ? [await started(later, startLeast(stores, options, ours))] : []),
      ];
  const generator = await started(later, startGenerator());
  await compare([ours, ...peers], ours, generator, options, say);
};

const growing = async (asked: Options, later: Later): Promise<void> => {
  const options = { ...asked, subscribers: FIRST_SUBSCRIBERS };
  const { ours } = await oursOn(options, later);
  const { ours: small } = await oursOn(options, later);
  const generator = await started(later, startGenerator());
  const steps = await grow(ours, small, generator, options, (step) => say(growthTable([step])));
  const section = growthSection(steps, await settingOf(ours.world), options);
  console.log(section);
  writeInto(options.document, section);
};

const main = async (): Promise<void> => {
  const ends: (() => Promise<void>)[] = [];
  const later: Later = (end) => void ends.push(end);
  const options = optionsOf(process.argv.slice(2));
  try {
    await (options.growth ? growing : besideFreeRadius)(options, later);
  } finally {
    for (const end of ends.toReversed()) await end();
  }
};

try {
  await main();
} catch (fault) {
  say(explain(fault));
  process.exit(1); // what was half begun may still wait for a store
}

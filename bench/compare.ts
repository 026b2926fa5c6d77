import { type Bench, type Books, benchOf, booksOf, type Measured, openSessions } from "./bench.ts";
import { writeInto } from "./document.ts";
import type { Generator } from "./generator/start.ts";
import type { Options } from "./options.ts";
import type { Ours } from "./ours/target.ts";
import { type Account, documentOf, figures } from "./report.ts";
import { allRounds, type Results, warmUp } from "./rounds.ts";
import { settingOf } from "./setting.ts";
import type { Target } from "./target.ts";

const lineOf = ({ target, load, outcome, costs, caughtUp }: Measured): string =>
  [
    target.padEnd(6),
    load.padEnd(9),
    `${Math.round(outcome.answered / outcome.seconds)}/s`.padStart(9),
    `p50 ${outcome.p50.toFixed(2)} p99 ${outcome.p99.toFixed(2)} ms`,
    Object.entries(costs)
      .map(([name, cpu]) => `${name} ${cpu.toFixed(1)}`)
      .join(" "),
    `generator ${(outcome.cpu / Math.max(1, outcome.answered)).toFixed(1)}`,
    `stored ${caughtUp.toFixed(2)} s lost ${outcome.lost} wrong ${outcome.wrong} repeated ${outcome.repeated}`,
  ].join("  ");

/** Opens the sessions that stay, everywhere. @returns octets of Redis each takes with us */
const openEverywhere = async (benches: readonly Bench[], ours: Ours, options: Options): Promise<number> => {
  const before = await ours.usedMemory();
  for (const bench of benches) await openSessions(bench, options.live, options.inFlight);
  await ours.endGrants(1, options.live);
  return ((await ours.usedMemory()) - before) / options.live;
};

const booksOfAll = async (benches: readonly Bench[]): Promise<Books[]> => {
  const books: Books[] = [];
  for (const bench of benches) books.push(await booksOf(bench));
  return books;
};

/** Loads our server and the others in turn, and reports. @param say  takes a line of what is going on */
export const compare = async (
  targets: readonly Target[],
  ours: Ours,
  generator: Generator,
  options: Options,
  say: (line: string) => void,
): Promise<void> => {
  const benches = targets.map((target) => benchOf(target, generator));
  const perSession = await openEverywhere(benches, ours, options);
  say("warming up …");
  await warmUp(benches, options);
  const measured = await allRounds(benches, options, (one, round) => say(`${round}  ${lineOf(one)}`));
  const books = await booksOfAll(benches);
  const resident = Object.fromEntries(targets.map((target) => [target.name, target.resident()]));
  const results: Results = { measured, books, resident };
  const setting = await settingOf(ours.world);
  const account: Account = { results, setting, options, perSubscriber: ours.perSubscriber, perSession };
  console.log(figures(account));
  writeInto(options.document, documentOf(account));
};

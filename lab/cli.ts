import { writeFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { explain } from "#access/runtime/explain";
import { worldOf } from "#access/runtime/house";
import { below } from "#access/runtime/random";
import { readSettings } from "#access/runtime/settings";
import type { World } from "#access/runtime/world";
import type { DialectName } from "#access/vendors/vendor";
import { gather } from "./crowd/crowd.ts";
import { diceOf, pretendNumber } from "./crowd/dice.ts";
import { linesOf } from "./crowd/ledger.ts";
import { travel } from "./journey.ts";
import { type Lab, type LabWishes, openLab, speaking } from "./lab.ts";
import { PERSONALITY_NAMES, type PersonalityName } from "./nas/personality.ts";

type JourneyOptions = { readonly dialect?: DialectName; readonly phone?: string };
type CrowdOptions = {
  readonly people: number;
  readonly seconds: number;
  readonly seed: number;
  readonly ledger?: string;
  readonly personality?: PersonalityName | "mixed";
};

const LARGEST_SEED = 2 ** 31;

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError("a whole number above 0 is needed");
  return value;
};

/** The running installation, from the environment its programs were started with. */
const worldHere = (): World => worldOf(readSettings(process.env), "lab");

/** Does something in a lab and lets go of it. @returns the exit code */
const inLab = async (work: (lab: Lab) => Promise<boolean>, wishes: LabWishes = {}): Promise<number> => {
  const world = worldHere();
  world.redis.on("error", () => {}); // it is waited for; a kill of Redis is part of what is tried
  try {
    const lab = await openLab(world, wishes);
    const isWell = await work(lab);
    lab.close();
    return isWell ? 0 : 1;
  } finally {
    world.redis.disconnect();
    await world.database.destroy();
  }
};

const say = (report: unknown): void => {
  process.stdout.write(`${JSON.stringify(report)}\n`);
};

const journey = ({ dialect, phone }: JourneyOptions): Promise<number> =>
  inLab(async (lab) => {
    const dice = diceOf(below(LARGEST_SEED));
    const points = dialect ? speaking(lab.points, dialect) : lab.points;
    const { journey: told, attachment } = await travel(lab, dice.pick(points), phone ?? pretendNumber(dice));
    await attachment.leave("User-Request");
    say(told);
    return told.online;
  });

const crowd = ({ ledger, personality = "plain", ...wishes }: CrowdOptions): Promise<number> =>
  inLab(
    async (lab) => {
      const closing = new AbortController();
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => closing.abort());
      const { entries, ...report } = await gather(lab, wishes, closing.signal);
      if (ledger) writeFileSync(ledger, linesOf(entries));
      say(report);
      return report.logins.ok > 0;
    },
    { personality },
  );

/** Runs one command; a fault is one sentence on standard error and exit code 1. */
const finish = async (work: Promise<number>): Promise<void> => {
  const code = await work.catch((fault: unknown) => {
    process.stderr.write(`${explain(fault)}\n`);
    return 1;
  });
  process.exit(code); // kept-alive connections of fetch would hold the process for seconds
};

const program = new Command("lab").description(
  "pretend access points and phones against the running programs",
);

program
  .command("journey")
  .description("takes one person online through the portal and RADIUS; prints one JSON line")
  .addOption(new Option("--dialect <name>", "how the gateway speaks").choices(["uam", "mikrotik", "generic"]))
  .option("--phone <number>", "the number to type; a made-up one otherwise")
  .action((options: JourneyOptions) => finish(journey(options)));

program
  .command("crowd")
  .description("keeps people signing in, surfing, roaming and leaving; prints one JSON line")
  .requiredOption("--people <number>", "how many at once", count)
  .requiredOption("--seconds <number>", "for how long", count)
  .option("--seed <number>", "repeats the same crowd", count, 1)
  .addOption(
    new Option("--personality <name>", "a habit that access points have in the field").choices([
      ...PERSONALITY_NAMES,
      "mixed",
    ]),
  )
  .option("--ledger <file>", "writes what was acknowledged of each session, as JSON lines")
  .action((options: CrowdOptions) => finish(crowd(options)));

await program.parseAsync();

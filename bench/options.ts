import { parseArgs } from "node:util";
import { Failure } from "#access/runtime/failure";

/** How much is measured. */
export type Options = {
  /** how often each server is loaded; medians are taken over the rounds */
  readonly rounds: number;
  /** seconds of each load */
  readonly seconds: number;
  readonly subscribers: number;
  /** sessions kept open for the interim reports */
  readonly live: number;
  /** requests in flight in a closed loop */
  readonly inFlight: number;
  /** processes our RADIUS server shares its ports between */
  readonly workers: number;
  /** when Redis writes its file to the disk */
  readonly appendfsync: "always" | "everysec" | "no";
  /** file the tables are written to; empty for none */
  readonly document: string;
  /** measure how cost grows with subscribers and sessions instead */
  readonly growth: boolean;
  /** measure beside it a server that decides nothing, to show what is left to gain */
  readonly least: boolean;
  /** directory for a CPU profile of the RADIUS server, which is then measured alone; empty for none */
  readonly profile: string;
};

/** No run takes longer than people wait. */
const MOST: Readonly<
  Record<"rounds" | "seconds" | "subscribers" | "live" | "in-flight" | "workers", number>
> = {
  rounds: 9,
  seconds: 30,
  subscribers: 1_000_000,
  live: 100_000,
  "in-flight": 512,
  workers: 16,
};

const whole = (name: keyof typeof MOST, text: string): number => {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > MOST[name])
    throw new Failure("option_out_of_bounds", { option: `--${name}`, least: 1, most: MOST[name] });
  return number;
};

const fsync = (text: string): Options["appendfsync"] => {
  if (text === "always" || text === "everysec" || text === "no") return text;
  throw new Failure("option_unknown", { option: "--appendfsync", known: "always, everysec, no" });
};

/**
 * The options of a command line.
 *
 * @throws Failure `option_out_of_bounds`, `option_unknown`; and Node's own for a name it does not know
 */
export const optionsOf = (parameters: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      rounds: { type: "string", default: "3" },
      seconds: { type: "string", default: "3" },
      subscribers: { type: "string", default: "100000" },
      live: { type: "string", default: "10000" },
      "in-flight": { type: "string", default: "64" },
      workers: { type: "string", default: "1" },
      appendfsync: { type: "string", default: "everysec" },
      document: { type: "string", default: "" },
      growth: { type: "boolean", default: false },
      least: { type: "boolean", default: false },
      profile: { type: "string", default: "" },
    },
  });
  return {
    rounds: whole("rounds", values.rounds),
    seconds: whole("seconds", values.seconds),
    subscribers: whole("subscribers", values.subscribers),
    live: whole("live", values.live),
    inFlight: whole("in-flight", values["in-flight"]),
    workers: whole("workers", values.workers),
    appendfsync: fsync(values.appendfsync),
    document: values.document,
    growth: values.growth,
    least: values.least,
    profile: values.profile,
  };
};

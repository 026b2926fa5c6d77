import { perOf } from "#access/quota/live";
import type { Per } from "#access/quota/period";
import { type Addresses, readAddresses } from "#access/session/addresses";

/** One entry of the ledger stream as Redis returns it: its id, and fields and values in turn. */
export type RawEntry = readonly [id: string, fields: readonly string[]];

/** A session as one entry states it. Totals, never differences. */
export type SessionState = {
  readonly subscriberId: number;
  readonly id: string;
  readonly startedAt: number;
  readonly nasId: number;
  readonly siteId: number;
  readonly planId: number;
  readonly mac: string | null;
  readonly loginId: string | null;
  readonly nasSessionId: string | null;
  readonly addresses: Addresses;
  readonly up: number;
  readonly down: number;
  readonly seconds: number;
  readonly profile: string;
  readonly heardAt: number;
  readonly endedAt: number | null;
  readonly cause: string | null;
  readonly marks: string;
};

/** What was used in a period in all, as one entry states it. */
export type UsageState = {
  readonly subscriberId: number;
  readonly per: Per;
  readonly startsAt: number;
  readonly up: number;
  readonly down: number;
  readonly seconds: number;
};

/** An entry in the program's words. */
export type Entry = {
  /** tag and stream id: stored once */
  readonly name: string;
  readonly kind: string;
  readonly subscriberId: number | null;
  readonly sessionId: string;
  readonly nasId: number;
  readonly siteId: number | null;
  readonly mac: string | null;
  readonly eventAt: number;
  readonly receivedAt: number;
  readonly up: number;
  readonly down: number;
  readonly seconds: number;
  readonly cause: string;
  /** Event-Timestamp that was not believed, epoch ms */
  readonly saidAt: number | null;
  /** raw counters that were not believed */
  readonly claimed: {
    readonly up: number | null;
    readonly down: number | null;
    readonly seconds: number | null;
  };
  readonly session: SessionState | null;
  readonly usage: readonly UsageState[];
  readonly loginId: string | null;
  /** why a login was decided as it was, as JSON; `null` for what is no login */
  readonly trace: string | null;
};

/** The fields of a report, in the order in which `account.lua` lists their values. */
const REPORTED = "k b s n i p m l a f t u d c e r x z o q h y cu cd cc".split(" ");

const fieldsOf = (raw: readonly string[]): ReadonlyMap<string, string> => {
  const fields = new Map<string, string>();
  if (raw[0] === "v") {
    for (const [index, value] of (JSON.parse(raw[1] ?? "[]") as string[]).entries())
      fields.set(REPORTED[index] as string, value);
    return fields;
  }
  for (let index = 0; index + 1 < raw.length; index += 2)
    fields.set(raw[index] as string, raw[index + 1] as string);
  return fields;
};

/** `d:1763917200:up:down:seconds,…`, as `account.lua` writes it */
const usageIn = (text: string, subscriberId: number): UsageState[] =>
  (text === "" ? [] : text.split(",")).flatMap((part) => {
    const [letter = "", start, up, down, seconds] = part.split(":");
    const per = perOf(letter);
    return per
      ? [
          {
            subscriberId,
            per,
            startsAt: Number(start) * 1000,
            up: Number(up),
            down: Number(down),
            seconds: Number(seconds),
          },
        ]
      : [];
  });

/** Reads an entry of the ledger stream; `undefined` for one that only keeps the stream's place. */
export const entryOf = (tag: number, [id, raw]: RawEntry): Entry | undefined => {
  const fields = fieldsOf(raw);
  const text = (name: string): string => fields.get(name) ?? "";
  const number = (name: string): number => Number(fields.get(name) ?? 0);
  const orNull = (name: string): string | null => fields.get(name) || null;
  const numberOrNull = (name: string): number | null => (orNull(name) === null ? null : number(name));
  // a counter the report did not name is written as -1
  const counterOrNull = (name: string): number | null =>
    (numberOrNull(name) ?? -1) < 0 ? null : number(name);
  const kind = text("k");
  if (kind === "continued") return undefined;
  const subscriberId = orNull("b") === null ? null : number("b");
  const startedAt = number("t");
  const session: SessionState | null =
    startedAt > 0 && subscriberId !== null
      ? {
          subscriberId,
          id: text("s"),
          startedAt,
          nasId: number("n"),
          siteId: number("i"),
          planId: number("p"),
          mac: orNull("m"),
          loginId: orNull("l"),
          nasSessionId: orNull("a"),
          addresses: readAddresses(text("f")),
          up: number("u"),
          down: number("d"),
          seconds: number("c"),
          profile: text("o") || "full",
          heardAt: number("r"),
          endedAt: orNull("x") === null ? null : number("x"),
          cause: orNull("z"),
          marks: JSON.stringify({ h: text("h"), ev: number("e"), st: kind === "open" ? "0" : "1" }),
        }
      : null;
  return {
    name: `${tag}:${id}`,
    kind,
    subscriberId,
    sessionId: text("s"),
    nasId: number("n"),
    siteId: orNull("i") === null ? null : number("i"),
    mac: orNull("m"),
    eventAt: number("e"),
    receivedAt: number("r"),
    up: number("u"),
    down: number("d"),
    seconds: number("c"),
    cause: text("z"),
    saidAt: numberOrNull("y"),
    claimed: { up: counterOrNull("cu"), down: counterOrNull("cd"), seconds: counterOrNull("cc") },
    session,
    usage: usageIn(text("q"), subscriberId ?? 0),
    loginId: orNull("l"),
    trace: orNull("w"),
  };
};

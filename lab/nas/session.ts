import type { Association } from "./association.ts";
import { FAMILIES } from "./family.ts";
import { type Limits, laidOver } from "./limits.ts";
import type { Report, Totals } from "./reports.ts";

/** Sends one report and waits. @returns whether the server acknowledged it */
export type SendReport = (association: Association, report: Report) => Promise<boolean>;

/** What an Access-Accept gave. */
export type Accepted = {
  readonly userName: string;
  readonly classes: readonly Buffer[];
  readonly limits: Limits;
  /** attributes of the Access-Accept by name */
  readonly attributes: Readonly<Record<string, unknown>>;
};

/** A session as it stands. */
export type Standing = {
  readonly totals: Totals;
  /** highest running totals the server has acknowledged */
  readonly acknowledged: Totals;
  /** highest running totals ever sent */
  readonly sent: Totals;
  readonly limits: Limits;
  /** cause of the end, or null while it runs */
  readonly ended: string | null;
  /** changes of authorization received */
  readonly changes: number;
};

/** A running session at a pretend NAS. */
export type Session = {
  readonly association: Association;
  readonly accepted: Accepted;
  readonly startedAt: number;
  readonly standing: () => Standing;
  /** Lets octets pass, at most what is left of the volume; ends the session when a limit is reached. */
  readonly pass: (octets: { readonly up: number; readonly down: number }) => void;
  /** Sends an Interim-Update unless a report is still on its way; resolves once nothing is. */
  readonly report: () => Promise<void>;
  readonly change: (limits: Limits) => void;
  /** Ends the session and sends its Stop; resolves once that was acknowledged or given up. */
  readonly end: (cause: string) => Promise<void>;
};

const NOTHING: Totals = { up: 0, down: 0, seconds: 0 };

/** The part of a passage the volume still has room for, both directions cut alike. */
const withinVolume = (totals: Totals, octets: { up: number; down: number }, limit: number | null) => {
  const wanted = octets.up + octets.down;
  const room = limit === null ? wanted : Math.max(0, limit - totals.up - totals.down);
  if (room >= wanted) return octets;
  const up = Math.floor((octets.up * room) / wanted);
  return { up, down: room - up };
};

/**
 * Opens a session and sends its Start.
 *
 * Reports go one after the other, so the last acknowledged running totals are exact; the Stop is always sent, after
 * whatever was on its way.
 */
export const openSession = (
  association: Association,
  accepted: Accepted,
  now: () => number,
  send: SendReport,
): Session => {
  const startedAt = now();
  const family = FAMILIES[association.nas.kind];
  let octets = { up: 0, down: 0 };
  let acknowledged = NOTHING;
  let sent = NOTHING;
  let limits = accepted.limits;
  let ended: string | null = null;
  let endedAt: number | null = null;
  let changes = 0;
  let onTheirWay = 0;
  let queue: Promise<void> = Promise.resolve();

  const totals = (): Totals => ({ ...octets, seconds: Math.floor(((endedAt ?? now()) - startedAt) / 1_000) });
  const deliver = async (status: Report["status"], cause: string | null, counted: Totals): Promise<void> => {
    sent = counted;
    const report = {
      status,
      cause,
      totals: counted,
      at: now(),
      userName: accepted.userName,
      classes: accepted.classes,
    };
    if (await send(association, report)) acknowledged = counted;
  };
  const enqueue = (status: Report["status"], cause: string | null = null): Promise<void> => {
    const counted = totals();
    onTheirWay += 1;
    queue = queue
      .then(() => deliver(status, cause, counted))
      .finally(() => {
        onTheirWay -= 1;
      });
    return queue;
  };
  const end = (cause: string): Promise<void> => {
    if (ended !== null) return queue;
    ended = cause;
    endedAt = now();
    return enqueue("Stop", cause);
  };
  const enforce = (): void => {
    const { up, down, seconds } = totals();
    if (limits.totalOctets !== null && up + down >= limits.totalOctets) void end(family.volumeCause);
    else if (limits.sessionTimeout !== null && seconds >= limits.sessionTimeout) void end("Session-Timeout");
  };

  void enqueue("Start");
  return {
    association,
    accepted,
    startedAt,
    standing: () => ({ totals: totals(), acknowledged, sent, limits, ended, changes }),
    pass: (wanted) => {
      if (ended !== null) return;
      const passed = withinVolume(totals(), wanted, limits.totalOctets);
      octets = { up: octets.up + passed.up, down: octets.down + passed.down };
      enforce();
    },
    report: () => (ended !== null || onTheirWay > 0 ? queue : enqueue("Interim-Update")),
    change: (change) => {
      limits = family.forgetsUnnamedLimits ? change : laidOver(limits, change);
      changes += 1;
      enforce();
    },
    end,
  };
};

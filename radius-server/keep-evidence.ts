import { NO_MARKS } from "#access/ledger/entry";
import { append } from "#access/ledger/live";
import type { Nas } from "#access/nas/nas";
import { disbelieved } from "#access/quota/clock";
import type { OtherReport, SessionReport } from "./report.ts";
import type { Server } from "./server-world.ts";

/** Traffic of a session we never opened is kept as evidence, charged to nobody, and answered. */
export const keepStray = async (
  { world }: Server,
  nas: Nas,
  report: SessionReport,
  receivedAt: number,
): Promise<void> => {
  const { up, down, seconds } = report;
  await append(world.redis, 0, [
    ...(["stray", 0, report.nasSessionId, nas.id, nas.siteId, 0, report.mac, "", "", "", 0] as const),
    ...([up ?? 0, down ?? 0, seconds ?? 0, report.eventAt, receivedAt, 0, "", "full"] as const),
    ...([[], NO_MARKS, disbelieved(report) ?? -1, -1, -1, -1, ""] as const),
  ]);
};

/** A report of another kind is kept as evidence that it came, with its Acct-Status-Type for a cause, and answered. */
export const keepOther = async (
  { world }: Server,
  nas: Nas,
  { status, nasSessionId, eventAt }: OtherReport,
  receivedAt: number,
): Promise<void> => {
  await append(world.redis, 0, [
    ...(["other", 0, "", nas.id, nas.siteId, 0, "", "", nasSessionId, "", 0] as const),
    ...([0, 0, 0, eventAt, receivedAt, 0, String(status), "full"] as const),
    ...([[], NO_MARKS, -1, -1, -1, -1, ""] as const),
  ]);
};

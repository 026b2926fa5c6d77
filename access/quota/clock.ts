/** When a report happened, as far as is known, and what its NAS's own clock said. */
export type Clocked = {
  /** epoch ms */
  readonly eventAt: number;
  /** whether `eventAt` rests on the NAS's Event-Timestamp */
  readonly stamped: boolean;
  /** Event-Timestamp where it is not `eventAt`, epoch ms: it was ahead, or not believed at all */
  readonly saidAt?: number | null;
  /** when it came, epoch ms */
  readonly receivedAt: number;
};

/** What the reports of a session have shown of its NAS's clocks. */
type Shown = {
  readonly eventAt: number;
  readonly saidAt: number;
  readonly seconds: number;
  readonly secondsBase: number;
};

/** What the NAS's own clock said, epoch ms; `undefined` where it said nothing. */
export const saidBy = ({ eventAt, stamped, saidAt }: Clocked): number | undefined =>
  saidAt ?? (stamped ? eventAt : undefined);

/** The Event-Timestamp of a report where it was not believed, epoch ms; `null` where it was, or there was none. */
export const disbelieved = ({ stamped, saidAt }: Pick<Clocked, "stamped" | "saidAt">): number | null =>
  stamped ? null : (saidAt ?? null);

/**
 * Whether a NAS's clock was set since the latest it said: it went on by more than has passed since the session began.
 * It was set forwards, or it was set back and the report is of before that.
 */
export const wasSet = (
  { saidAt, startedAt }: { readonly saidAt: number; readonly startedAt: number },
  report: Clocked,
): boolean => (saidBy(report) ?? 0) - saidAt > report.receivedAt - startedAt;

/** Whether a report is later than all others of its session by the clock of its NAS. */
export const isLaterSaid = (report: Clocked, { saidAt }: Pick<Shown, "saidAt">): boolean =>
  report.stamped && (saidBy(report) ?? 0) > saidAt;

/**
 * A report by the clock of its own NAS: what is no later by that than the latest one known did not happen after it. So the
 * stamp of an old packet, which was not believed while it lay ahead, says no more once our clock has come so far. Where
 * the session's time went on, the clock was set back: the report is the latest for all that.
 */
export const inOwnTime = <Report extends Clocked & { readonly seconds: number | null }>(
  report: Report,
  { eventAt, saidAt, seconds, secondsBase }: Shown,
): Report => {
  const said = saidBy(report);
  const isNoLater = said !== undefined && said <= saidAt && report.eventAt > eventAt;
  const wentOn = report.seconds !== null && report.seconds > seconds - secondsBase;
  return isNoLater && !wentOn ? { ...report, eventAt, saidAt: said } : report;
};

/** What a request of a session is. */
export type Kind = "login" | "start" | "interim" | "stop";

/** A session as the NAS knows it, and its packets; it has one request under way at a time. */
export type Session = {
  readonly subscriberId: number;
  /** its Access-Request, all but identifier and signature */
  readonly login: Uint8Array;
  /** where its Accounting-Requests are written, each over the one before */
  readonly room: Uint8Array;
  /** the part of `room` that is written */
  report: Uint8Array;
  /** what it asks now, or asked last */
  kind: Kind;
  isUnderWay: boolean;
  seconds: number;
  up: number;
  down: number;
  /** what was acknowledged last */
  acknowledgedUp: number;
  acknowledgedDown: number;
  /** how far a whole session has come, 0 before its login */
  stage: number;
};

/** Each report comes so much later, and so much more was moved. */
const STEP = { seconds: 10, up: 100_000, down: 1_000_000 } as const;

/** Time goes by and traffic flows. */
export const advance = (session: Session): void => {
  session.seconds += STEP.seconds;
  session.up += STEP.up + session.subscriberId;
  session.down += STEP.down + session.seconds;
};

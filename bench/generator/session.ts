import { accountOf, grantOf, type Login } from "../people.ts";
import type { Aim } from "./order.ts";

/** A session as the NAS knows it. */
export type Session = {
  readonly login: Login;
  readonly sessionId: string;
  /** Class of the Access-Accept, to be sent back */
  ticket: Uint8Array | undefined;
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

/** The session a login begins. */
export const sessionOf = (aim: Aim, number: number): Session => ({
  login: (aim.by === "grant" ? grantOf : accountOf)(number, aim.subscribers),
  sessionId: number.toString(16).padStart(16, "0"),
  ticket: undefined,
  seconds: 0,
  up: 0,
  down: 0,
  acknowledgedUp: 0,
  acknowledgedDown: 0,
  stage: 0,
});

/** Time goes by and traffic flows. */
export const advance = (session: Session): void => {
  session.seconds += STEP.seconds;
  session.up += STEP.up + session.login.subscriberId;
  session.down += STEP.down + session.seconds;
};

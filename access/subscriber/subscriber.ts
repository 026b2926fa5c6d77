/** Whether a person may be online at all. */
export type SubscriberStatus = "active" | "blocked";

/** A person who uses the network, without what identifies them. */
export type Subscriber = {
  readonly id: number;
  readonly planId: number;
  /** when the person got the plan, epoch ms */
  readonly planSince: number;
  /** epoch ms */
  readonly joinedAt: number;
  /** local day of the month on which monthly periods begin, 1 to 31 */
  readonly anchorDay: number;
  readonly status: SubscriberStatus;
  /** in the words of who blocked */
  readonly statusReason: string | null;
  readonly locale: string;
  readonly homeSiteId: number | null;
};

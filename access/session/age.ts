import type { LiveSession } from "./packed.ts";

/** Seconds a session has run: what its NAS counted, or more where its last report is a while ago. */
export const ageOf = (
  { seconds, startedAt }: Pick<LiveSession, "seconds" | "startedAt">,
  at: number,
): number => Math.max(seconds, Math.floor((at - startedAt) / 1000));

import type { Used } from "./standing.ts";

/** What totals rose by; they never fall. */
export const riseOf = (before: Used, after: Used): Used => ({
  up: Math.max(0, after.up - before.up),
  down: Math.max(0, after.down - before.down),
  seconds: Math.max(0, after.seconds - before.seconds),
});

/** Whether anything rose. */
export const isRise = ({ up, down, seconds }: Used): boolean => up + down + seconds > 0;

import type { ReplyAttribute } from "./wire.ts";

/** What a family is told that cannot be told anything. */
export const nothing = (): readonly ReplyAttribute[] => [];

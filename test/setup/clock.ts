import type { Clock } from "#access/runtime/clock";
import { BEGINNING } from "./stores.ts";

/** A clock that stands still until a test moves it. */
export type FakeClock = {
  readonly now: Clock;
  /** @param at  epoch ms */
  readonly set: (at: number) => void;
  readonly advance: (seconds: number) => void;
};

/** A clock standing at the beginning of every test world. */
export const fakeClock = (beginning: number = BEGINNING): FakeClock => {
  let at = beginning;
  return {
    now: () => at,
    set: (then) => {
      at = then;
    },
    advance: (seconds) => {
      at += seconds * 1000;
    },
  };
};

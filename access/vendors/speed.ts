import type { SessionLimits } from "../admission/limits.ts";
import { numberOf, type ReplyAttribute } from "./wire.ts";

/** A family's two rates as numbers. */
type Rates = {
  readonly vendor: number;
  readonly down: number;
  readonly up: number;
  /** what one kbit/s is in the family's unit: 1000 for bit/s, 1 for kbit/s */
  readonly perKbps: number;
};

/** Says the rates that are limited, never below the family's smallest unit; what is unlimited is left out. */
export const rates =
  ({ vendor, down, up, perKbps }: Rates) =>
  ({ downKbps, upKbps }: SessionLimits): readonly ReplyAttribute[] => {
    const said: ReplyAttribute[] = [];
    const say = (type: number, kbps: number | null): void => {
      if (kbps !== null) said.push(numberOf(vendor, type, Math.max(1, kbps * perKbps)));
    };
    say(down, downKbps);
    say(up, upKbps);
    return said;
  };

/** WISPr-Bandwidth-Max-Down and -Up, bit/s (Wi-Fi Alliance, dictionary.wispr). */
export const wisprBandwidth = rates({ vendor: 14_122, down: 8, up: 7, perKbps: 1000 });

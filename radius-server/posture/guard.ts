import type { World } from "#access/runtime/world";
import { type Observer, openObserver } from "./observer.ts";
import { type RateLimit, rateLimit } from "./rates.ts";
import { type RejectDelay, rejectDelay } from "./reject-delay.ts";

/** What stands between the sockets and the work: who is too fast, how long a reject waits, what packets show. */
export type Guard = {
  readonly observer: Observer;
  readonly rateLimit: RateLimit;
  readonly rejectDelay: RejectDelay;
  readonly close: () => Promise<void>;
};

/** Puts up a guard as the settings say. */
export const openGuard = (world: World): Guard => {
  const { settings } = world;
  const observer = openObserver(world);
  return {
    observer,
    rateLimit: rateLimit({
      nasPerSecond: settings.RADIUS_NAS_RATE,
      deviceLoginsPerMinute: settings.RADIUS_DEVICE_LOGINS,
    }),
    rejectDelay: rejectDelay(settings.RADIUS_REJECT_DELAY_MS),
    close: () => observer.close(),
  };
};

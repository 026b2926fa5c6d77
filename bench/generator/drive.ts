import type { Guests } from "./guests.ts";
import type { Lines } from "./lines.ts";
import { type Loop, type Run, startLoop } from "./loop.ts";
import type { Order, Outcome } from "./order.ts";
import { sourceOf } from "./sources.ts";
import { tallyOf } from "./tally.ts";

/** The lines towards both ports of a server. */
export type Ways = { readonly auth: Lines; readonly acct: Lines };

/** Lets everything that is over be counted, and the loop go on. */
const listen = ({ auth, acct }: Ways, guests: Guests, { source, tally }: Run, loop: Loop): void => {
  auth.listener = (session, verdict, dueAt, now) => {
    tally.count(now - dueAt, verdict);
    if (verdict === "right") {
      guests.acknowledge(session);
      source.landed(session);
    }
    loop.landed(now);
  };
  acct.listener = auth.listener;
};

/** Carries out an order; what it needs is made ready before the clock runs. */
export const drive = async (order: Order, guests: Guests, ways: Ways): Promise<Outcome> => {
  const source = sourceOf(order, guests);
  const tally = tallyOf(source.most);
  const repeated = (): number => ways.auth.repeated() + ways.acct.repeated();
  const repeatedBefore = repeated();
  globalThis.gc?.(); // what making ready left behind shall not be swept while the clock runs

  const cpu = process.cpuUsage();
  const begunAt = performance.now();
  const run: Run = {
    source,
    tally,
    send: (session, dueAt, now) =>
      (session.kind === "login" ? ways.auth : ways.acct).send(session, dueAt, now),
    begunAt,
    endsAt: begunAt + order.seconds * 1000,
  };
  const loop = startLoop(order.pace, run);
  listen(ways, guests, run, loop);
  await loop.over;
  const seconds = (performance.now() - begunAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);

  return {
    answered: tally.answered(),
    lost: tally.lost(),
    wrong: tally.wrong(),
    repeated: repeated() - repeatedBefore,
    seconds,
    p50: tally.percentile(0.5),
    p99: tally.percentile(0.99),
    cpu: user + system,
  };
};

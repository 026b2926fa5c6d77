import type { Flights } from "./flights.ts";
import type { Guests, Step } from "./guests.ts";
import type { Order, Outcome } from "./order.ts";
import { isRight, packetOf, replyTo } from "./packets.ts";
import { type Source, sourceOf } from "./sources.ts";
import { type Tally, tallyOf } from "./tally.ts";

type Run = {
  readonly order: Order;
  readonly source: Source;
  readonly guests: Guests;
  readonly flights: Flights;
  readonly tally: Tally;
  readonly endsAt: number;
  logins: number;
};

/** Sends a request; `landed` comes when it was answered or given up. */
const ask = (run: Run, step: Step, dueAt: number, landed: () => void): void => {
  const { aim } = run.order;
  const isLogin = step.kind === "login";
  if (isLogin) run.logins += 1;
  run.flights.send(
    isLogin ? aim.authPort : aim.acctPort,
    (identifier) => packetOf(step.session, step.kind, identifier),
    (datagram, asked) => {
      const reply = datagram && replyTo(datagram, asked);
      if (datagram && !reply) return false;
      const right = reply && isRight(reply, step.kind);
      run.tally.count(performance.now() - dueAt, reply ? (right ? "right" : "wrong") : "lost");
      if (right) {
        run.guests.answered(step, reply);
        run.source.landed(step);
      }
      landed();
      return true;
    },
  );
};

/** Each answer is followed by the next request, so many lanes side by side. */
const closedLoop = (run: Run, lanes: number): Promise<void> =>
  new Promise((resolve) => {
    let open = lanes;
    const lane = (): void => {
      const now = performance.now();
      const step = now < run.endsAt ? run.source.take() : undefined;
      if (step) {
        ask(run, step, now, lane);
        return;
      }
      open -= 1;
      if (open === 0) resolve();
    };
    for (let each = 0; each < lanes; each += 1) lane();
  });

const TICK_MS = 1;

/**
 * So many requests a second whatever comes back. What is due within a tick leaves together; when a tick comes late
 * itself, what it owes counts from when it was due.
 */
const openLoop = (run: Run, perSecond: number): Promise<void> =>
  new Promise((resolve) => {
    const begunAt = performance.now();
    let sent = 0;
    let landed = 0;
    let over = false;
    const finish = (): void => {
      if (over && landed === sent) resolve();
    };
    const tick = (): void => {
      const now = performance.now();
      const due = Math.floor(((Math.min(now, run.endsAt) - begunAt) * perSecond) / 1000);
      while (sent < due) {
        const step = run.source.take();
        if (!step) break;
        const dueAt = Math.max(begunAt + ((sent + 1) * 1000) / perSecond, now - 1000);
        sent += 1;
        ask(run, step, Math.min(performance.now(), dueAt + TICK_MS), () => {
          landed += 1;
          finish();
        });
      }
      if (now < run.endsAt) {
        setTimeout(tick, TICK_MS);
        return;
      }
      over = true;
      finish();
    };
    tick();
  });

/** Carries out an order. */
export const drive = async (order: Order, guests: Guests, flights: Flights): Promise<Outcome> => {
  const begunAt = performance.now();
  const cpu = process.cpuUsage();
  const repeated = flights.repeated();
  const run: Run = {
    order,
    guests,
    flights,
    source: sourceOf(order, guests),
    tally: tallyOf(),
    endsAt: begunAt + order.seconds * 1000,
    logins: 0,
  };
  if (order.pace.kind === "closed") await closedLoop(run, order.pace.inFlight);
  else await openLoop(run, order.pace.perSecond);
  const { user, system } = process.cpuUsage(cpu);
  return {
    answered: run.tally.answered(),
    logins: run.logins,
    lost: run.tally.lost(),
    wrong: run.tally.wrong(),
    repeated: flights.repeated() - repeated,
    seconds: (performance.now() - begunAt) / 1000,
    p50: run.tally.percentile(0.5),
    p99: run.tally.percentile(0.99),
    cpu: user + system,
  };
};

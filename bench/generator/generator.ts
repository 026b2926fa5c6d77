/* A process of its own: takes orders from its parent, one at a time, and reports what came of them. */
import { drive } from "./drive.ts";
import { openFlights } from "./flights.ts";
import { type Guests, noGuests } from "./guests.ts";
import type { Order, Report } from "./order.ts";

const guestsOf = new Map<number, Guests>();

const guestsAt = (port: number): Guests => {
  const known = guestsOf.get(port) ?? noGuests();
  guestsOf.set(port, known);
  return known;
};

const flights = await openFlights();

const carryOut = async (order: Order): Promise<void> => {
  const guests = guestsAt(order.aim.authPort);
  const outcome = await drive(order, guests, flights);
  const report: Report = { outcome, acknowledged: guests.acknowledged() };
  process.send?.(report);
};

process.on("message", (order: Order) => {
  carryOut(order).catch((fault: unknown) => {
    console.error(fault);
    process.exit(1);
  });
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");

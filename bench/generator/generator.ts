/* A process of its own: takes orders from its parent, one at a time, and reports what came of them. */
import { drive, type Ways } from "./drive.ts";
import { type Guests, noGuests } from "./guests.ts";
import { openLines } from "./lines.ts";
import type { Aim, Order, Report } from "./order.ts";

type Server = { readonly guests: Guests; readonly ways: Ways };

const servers = new Map<number, Server>();

const serverAt = async ({ authPort, acctPort }: Aim): Promise<Server> => {
  const known = servers.get(authPort);
  if (known) return known;
  const ways = { auth: await openLines(authPort), acct: await openLines(acctPort) };
  const server = { guests: noGuests(), ways };
  servers.set(authPort, server);
  return server;
};

const carryOut = async (order: Order): Promise<void> => {
  const { guests, ways } = await serverAt(order.aim);
  const outcome = await drive(order, guests, ways);
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

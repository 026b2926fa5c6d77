import type { World } from "#access/runtime/world";
import { type SmsGateway, TAKEN } from "./gateway.ts";

/**
 * Writes the message to the terminal the program runs in, for a demonstration without a gateway.
 *
 * It goes to standard output, not to the log: codes and numbers never enter a log. Settings refuse it in production.
 *
 * @param write  where the line goes
 */
export const consoleGateway = (
  _world: Pick<World, "settings">,
  write: (line: string) => void = (line) => process.stdout.write(line),
): SmsGateway => ({
  name: "console",
  send: async ({ to, text }) => {
    write(`SMS ${to}\n  ${text.replaceAll("\n", "\n  ")}\n`);
    return TAKEN;
  },
});

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Order, Report } from "./order.ts";

/** The generator, in a process of its own. */
export type Generator = {
  readonly pid: number;
  /** carries out one order @throws when the generator ended */
  readonly run: (order: Order) => Promise<Report>;
  readonly stop: () => Promise<void>;
};

const answer = async <Message>(child: ChildProcess): Promise<Message> => {
  const giveUp = new AbortController();
  const ended = once(child, "exit", giveUp).then(() => {
    throw new Error("the generator ended");
  });
  try {
    const [message] = await Promise.race([once(child, "message", giveUp), ended]);
    return message as Message;
  } finally {
    ended.catch(() => {}); // the loser is told to give up
    giveUp.abort();
  }
};

/** Starts a generator. */
export const startGenerator = async (): Promise<Generator> => {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const child = fork(fileURLToPath(new URL(`./generator.${extension}`, import.meta.url)), {
    execArgv: [...process.execArgv, "--max-semi-space-size=64", "--expose-gc"],
  });
  const ended = once(child, "exit");
  await answer(child);
  return {
    pid: child.pid ?? 0,
    run: (order) => {
      const report = answer<Report>(child);
      child.send(order);
      return report;
    },
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
};

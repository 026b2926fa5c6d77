import { Failure } from "#access/runtime/failure";
import { type Change, type ChangeAnswer, WAITS } from "../change/exchange.ts";
import type { Line } from "./line.ts";

/** How long an answer is waited for, ms: as long as over UDP with all retransmissions. */
const PATIENCE_MS = WAITS.reduce((sum, wait) => sum + wait, 0);

/** Lines of one process, by NAS. */
export type Lines = {
  /** a NAS has opened a line, or reads again what is sent down it */
  readonly enter: (line: Line) => void;
  readonly leave: (line: Line) => void;
  /** whether a NAS can be asked from here */
  readonly reaches: (nasId: number) => boolean;
  /** ids of the NAS that are connected */
  readonly connected: () => readonly number[];
  /** calls back when a NAS has opened a connection, or reads it again; @returns a function that stops it */
  readonly onConnected: (listener: (nasId: number) => void) => () => void;
  /**
   * Asks a NAS for a change down the line heard last; where that closes before the answer, down the next. Silence is when it
   * answers on none in time.
   *
   * @param stillHolds  whether it is wished still: asked with nothing left to do but to send
   * @returns `unsent` when it no longer holds and was not sent, `away` when there is no line to send it down
   * @throws Failure `change_client_closed` when the server stopped before the NAS had its time to answer,
   *   `change_identifiers_spent` when as many requests are open on the line as there are identifiers
   */
  readonly ask: (
    nasId: number,
    change: Change,
    stillHolds: () => Promise<boolean>,
  ) => Promise<ChangeAnswer | "unsent" | "away">;
  /** gives up what is asked; the connections stay */
  readonly close: () => void;
};

/** Opens them, none yet. */
export const openLines = (): Lines => {
  const byNas = new Map<number, Set<Line>>();
  const asking = new Set<AbortController>();
  const listeners = new Set<(nasId: number) => void>();
  let isClosed = false;

  const best = (nasId: number): Line | undefined => {
    const ready = [...(byNas.get(nasId) ?? [])].filter((line) => !isClosed && line.isReady());
    return ready.sort((a, b) => b.heardAt() - a.heardAt())[0];
  };

  const askInTurn = async (
    nasId: number,
    change: Change,
    stillHolds: () => Promise<boolean>,
    patience: AbortSignal,
  ): Promise<ChangeAnswer | "unsent" | "away"> => {
    let silence: ChangeAnswer | undefined;
    while (best(nasId) && !patience.aborted) {
      if (!(await stillHolds())) return silence ?? "unsent";
      const line = patience.aborted ? undefined : best(nasId);
      const answer = await line?.ask(change, patience);
      if (answer && answer !== "closed") return answer;
      if (answer) silence = { kind: "silent" };
    }
    return silence ?? "away";
  };

  return {
    enter: (line) => {
      byNas.set(line.nasId, (byNas.get(line.nasId) ?? new Set<Line>()).add(line));
      for (const listener of listeners) listener(line.nasId);
    },
    leave: (line) => {
      const others = byNas.get(line.nasId);
      others?.delete(line);
      if (others?.size === 0) byNas.delete(line.nasId);
    },
    reaches: (nasId) => best(nasId) !== undefined,
    connected: () => [...byNas.keys()],
    onConnected: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ask: async (nasId, change, stillHolds) => {
      const patience = new AbortController();
      const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
      asking.add(patience);
      const answer = await askInTurn(nasId, change, stillHolds, patience.signal).finally(() => {
        clearTimeout(timer);
        asking.delete(patience);
      });
      // What was given up for our sake says nothing of the NAS.
      if (isClosed && typeof answer === "object" && answer.kind === "silent")
        throw new Failure("change_client_closed");
      return answer;
    },
    close: () => {
      isClosed = true;
      for (const patience of asking) patience.abort();
    },
  };
};

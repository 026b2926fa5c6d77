/** Room for so many pieces of work at once. */
export type Slots = {
  /** waits for room, then begins the work, which never rejects; settles when it has begun */
  readonly begin: (work: () => Promise<void>) => Promise<void>;
  /** settles once nothing is in work */
  readonly idle: () => Promise<void>;
};

/** Room for `most` at once. */
export const slots = (most: number): Slots => {
  let inWork = 0;
  let waiting: (() => void)[] = [];
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const ended = (): void => {
    inWork -= 1;
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  return {
    begin: async (work) => {
      await until(() => inWork < most);
      inWork += 1;
      void work().finally(ended);
    },
    idle: () => until(() => inWork === 0),
  };
};

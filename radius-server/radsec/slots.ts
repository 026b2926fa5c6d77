/** Work that says when it needs its room no more, which may be before it ends; it never rejects. */
export type Work = (leave: () => void) => Promise<void>;

/** Room for so many pieces of work at once. */
export type Slots = {
  /** waits for room, then begins the work; settles when it has begun */
  readonly begin: (work: Work) => Promise<void>;
  /** settles once nothing is in work, with or without room */
  readonly idle: () => Promise<void>;
};

/** Room for `most` at once. */
export const slots = (most: number): Slots => {
  let inRoom = 0;
  let inWork = 0;
  let waiting: (() => void)[] = [];
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const each of woken) each();
  };
  const room = (): (() => void) => {
    let isTaken = true;
    inRoom += 1;
    return () => {
      if (isTaken) inRoom -= 1;
      isTaken = false;
      wake();
    };
  };
  return {
    begin: async (work) => {
      await until(() => inRoom < most);
      inWork += 1;
      const leave = room();
      void work(leave).finally(() => {
        inWork -= 1;
        leave();
      });
    },
    idle: () => until(() => inWork === 0),
  };
};

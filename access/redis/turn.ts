/**
 * Gathers what is asked within one turn of the event loop and asks it at once.
 *
 * @param most    most items in one call; more are split, so that no call keeps Redis busy for long
 * @param askAll  answers in the order of the items; if it fails, each item fails
 */
export const perTurn = <Item, Answer>(
  most: number,
  askAll: (items: readonly Item[]) => Promise<readonly Answer[]>,
): ((item: Item) => Promise<Answer>) => {
  type Waiting = { item: Item; resolve: (answer: Answer) => void; reject: (fault: unknown) => void };
  let waiting: Waiting[] = [];
  const ask = (batch: readonly Waiting[]): void => {
    askAll(batch.map(({ item }) => item)).then(
      (answers) => {
        for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer);
      },
      (fault) => {
        for (const { reject } of batch) reject(fault);
      },
    );
  };
  const flush = (): void => {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += most) ask(all.slice(from, from + most));
  };
  return (item) =>
    new Promise((resolve, reject) => {
      // setImmediate, not a microtask: every datagram of this turn has then been read (measured: no batching otherwise).
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ item, resolve, reject });
    });
};

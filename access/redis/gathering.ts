/** Calls that may be under way at once; a further one starts only when enough waits for it. */
const MOST_AT_ONCE = 4;
/** So many are worth a call of their own, though one is under way: who asks and who answers then work side by side. */
const ENOUGH = 24;

/**
 * Gathers what is asked and asks it at once: all of one turn of the event loop, and while a call is under way, all that
 * comes until it returns. So calls grow as the load does, and each costs a system call and a wake-up here and there.
 *
 * @param most    most items in one call, so that none keeps Redis busy for long
 * @param askAll  answers in the order of the items; if it fails, each item fails
 */
export const gathering = <Item, Answer>(
  most: number,
  askAll: (items: readonly Item[]) => Promise<readonly Answer[]>,
): ((item: Item) => Promise<Answer>) => {
  type Waiting = { item: Item; resolve: (answer: Answer) => void; reject: (fault: unknown) => void };
  let waiting: Waiting[] = [];
  let underWay = 0;
  let isDue = false;

  const settle = (batch: readonly Waiting[], answers: readonly Answer[]): void => {
    for (let index = 0; index < batch.length; index += 1) batch[index]!.resolve(answers[index] as Answer);
  };
  const ask = async (batch: readonly Waiting[]): Promise<void> => {
    underWay += 1;
    try {
      settle(batch, await askAll(batch.map(({ item }) => item)));
    } catch (fault) {
      for (const { reject } of batch) reject(fault);
    } finally {
      underWay -= 1;
      if (waiting.length > 0) soon();
    }
  };
  const mayAsk = (): boolean =>
    waiting.length > 0 &&
    (underWay === 0 || (waiting.length >= Math.min(most, ENOUGH) && underWay < MOST_AT_ONCE));
  const flush = (): void => {
    isDue = false;
    while (mayAsk()) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      void ask(batch);
    }
  };
  const soon = (): void => {
    if (isDue) return;
    isDue = true;
    // setImmediate, not a microtask: every datagram of this turn has then been read (measured: no batching otherwise).
    setImmediate(flush);
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      soon();
    });
};

/** Where time comes from: epoch milliseconds. Pure code takes an instant as a value instead. */
export type Clock = () => number;

/** The machine's own clock. */
export const systemClock: Clock = () => Date.now();

import type { Wish } from "./packed.ts";

/** Why somebody, or a device seen twice, is to leave whatever the rules say; other wishes follow from the rules alone. */
const ORDERS: ReadonlySet<string> = new Set(["staff", "person", "twice"]);

/** Why a session is to end that goes on fast though its NAS was told to slow it: as long as it is to be slow. */
export const SLOW_IGNORED = "slow_ignored";

/** A wish and why it was made; both empty or null where nothing is wished. */
type Wished = { readonly wish: Wish | "" | null; readonly wishCause: string };

/** Whether an end was ordered, so that no rule that changes meanwhile takes it back. */
export const isOrdered = ({ wish, wishCause }: Wished): boolean => wish === "end" && ORDERS.has(wishCause);

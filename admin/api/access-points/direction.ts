/** Octets of sessions at one access point, from and to people. */
export type Moved = { readonly up: number; readonly down: number; readonly sessions: number };

/** So many sessions and octets before anything is said of an access point. */
const SESSIONS = 20;
const OCTETS = 1_000_000_000;
/** People receive several times what they send; so much the other way is no habit of theirs. */
const TIMES = 3;

/**
 * Whether input and output seem to have changed places: over many sessions far more came from people than went to
 * them. A hint for staff; nothing is changed by it, since a camera or a backup does send more.
 */
export const looksReversed = ({ up, down, sessions }: Moved): boolean =>
  sessions >= SESSIONS && up + down >= OCTETS && up > TIMES * down;

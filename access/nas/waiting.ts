/** Somebody not registered who sent a well-formed packet; nothing of what it says is proved. */
type Knock = {
  /** the address it came from */
  readonly source: string;
  /** empty when the packet has none */
  readonly nasIdentifier: string;
  /** MAC of the radio that is called, `aa:bb:cc:dd:ee:01`; empty when the packet has none */
  readonly calledStation: string;
  /** packet code: 1 Access-Request, 4 Accounting-Request, 12 Status-Server */
  readonly code: number;
  /** whether it carried a Message-Authenticator */
  readonly signed: boolean;
};

/** Equal knocks, counted; instants are epoch ms. */
export type Knocks = Knock & {
  readonly count: number;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
};

/** One who waits, with the number staff name it by. */
export type Waiting = Knocks & { readonly id: number };

/** How many different ones are told apart between two flushes; what forged addresses bring beyond is dropped. */
const MOST_AT_ONCE = 200;

/** How many may wait; the one not heard for longest makes room. */
export const MOST_WAITING = 500;

/** How long somebody who knocks no more is remembered, ms. */
export const FORGOTTEN_AFTER_MS = 7 * 86_400_000;

/** The longest NAS-Identifier kept, characters. */
const LONGEST = 100;

/**
 * Text of a stranger as it may be shown: one line, not endless. It is cut between characters, as PostgreSQL takes all
 * halves of one for the same.
 */
export const shown = (text: string): string =>
  [...text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "").trim()].slice(0, LONGEST).join("");

const keyOf = ({ source, nasIdentifier, calledStation }: Knock): string =>
  JSON.stringify([source, nasIdentifier, calledStation]);

/** Knocks counted in memory and not yet stored. */
export type Hall = {
  /** @param at  epoch ms */
  readonly add: (knock: Knock, at: number) => void;
  readonly isEmpty: () => boolean;
  /** hands over everything and begins anew */
  readonly take: () => readonly Knocks[];
};

/** An empty hall; its memory has a limit whatever strangers send. */
export const hallOf = (): Hall => {
  let knocks = new Map<string, Knocks>();
  return {
    add: (knock, at) => {
      const key = keyOf(knock);
      const known = knocks.get(key);
      if (!known && knocks.size >= MOST_AT_ONCE) return;
      const count = (known?.count ?? 0) + 1;
      knocks.set(key, { ...knock, count, firstSeenAt: known?.firstSeenAt ?? at, lastSeenAt: at });
    },
    isEmpty: () => knocks.size === 0,
    take: () => {
      const taken = [...knocks.values()];
      knocks = new Map();
      return taken;
    },
  };
};

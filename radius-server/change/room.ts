import type { Nas } from "#access/nas/nas";

/** Requests that can be open at one port at once: Identifier is one octet (RFC 2865 section 3). */
const MOST_AT_ONCE = 256;

/** How much is asked of each port at once. */
export type Room = {
  /** takes a place, to be given back; undefined where none is left */
  readonly enter: (nas: Pick<Nas, "coaAddress" | "coaPort">) => (() => void) | undefined;
};

/** Opens it, empty. Several NAS may share a port, behind one controller. */
export const openRoom = (): Room => {
  const taken = new Map<string, number>();
  return {
    enter: ({ coaAddress, coaPort }) => {
      const key = `${coaAddress}|${coaPort}`;
      const others = taken.get(key) ?? 0;
      if (others >= MOST_AT_ONCE) return undefined;
      taken.set(key, others + 1);
      return () => {
        const left = (taken.get(key) ?? 1) - 1;
        if (left === 0) taken.delete(key);
        else taken.set(key, left);
      };
    },
  };
};

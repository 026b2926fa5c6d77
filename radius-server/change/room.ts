import type { Nas } from "#access/nas/nas";
import { goesDown } from "#access/vendors/reach";

/** Requests that can be open at one port at once: Identifier is one octet (RFC 2865 section 3). */
const MOST_AT_ONCE = 256;

type Asked = Pick<Nas, "id" | "coaAddress" | "coaPort" | "changesBy">;

/** How much is asked of each port, or of each NAS down its own connections, at once. */
export type Room = {
  /** takes a place, to be given back; undefined where none is left */
  readonly enter: (nas: Asked) => (() => void) | undefined;
};

const placeOf = (nas: Asked): string =>
  goesDown(nas) ? `nas ${nas.id}` : `${nas.coaAddress}|${nas.coaPort}`;

/** Opens it, empty. Several NAS may share a port, behind one controller. */
export const openRoom = (): Room => {
  const taken = new Map<string, number>();
  return {
    enter: (nas) => {
      const key = placeOf(nas);
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

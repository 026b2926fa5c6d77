/** Octets of many replies in one fixed buffer; the newest overwrites the oldest. */
export type ReplyRing = {
  /** Keeps a copy of a reply. @returns where it lies, for `read`; it only grows */
  readonly keep: (reply: Uint8Array) => number;
  /** A copy of the reply kept at `position`; undefined once it was overwritten. */
  readonly read: (position: number, length: number) => Uint8Array | undefined;
};

/** An empty ring. @param size octets, at least 4096 so that the longest reply fits */
export const replyRing = (size: number): ReplyRing => {
  const ring = new Uint8Array(size);
  let written = 0;

  // a reply lies in one piece: what is left at the end of the buffer is skipped when it is too small
  const placeFor = (length: number): number =>
    (written % size) + length > size ? written + size - (written % size) : written;

  return {
    keep: (reply) => {
      const position = placeFor(reply.length);
      ring.set(reply, position % size);
      written = position + reply.length;
      return position;
    },
    read: (position, length) =>
      position + size < written ? undefined : ring.slice(position % size, (position % size) + length),
  };
};

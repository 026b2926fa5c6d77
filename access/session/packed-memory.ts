import { codeAt } from "../runtime/code-at.ts";
import { NONE, slotsOf } from "../runtime/slots.ts";

/** Packed values by a person and a text, so many at most; those named last stay. */
export type PackedMemory = {
  /** a view that holds until something is kept; `undefined` for what is not remembered */
  readonly read: (subscriberId: number, text: string) => Buffer | undefined;
  /** takes a value in the place of the one before; one that is larger than its room is forgotten */
  readonly keep: (subscriberId: number, text: string, value: Uint8Array) => void;
};

/** Fibonacci hashing: 2^32 over the golden ratio; spreads ids that follow one another. */
const SPREAD = 0x9e_37_79_b1;
/** Characters at the end of a text that tell apart what one person has. */
const TELLING = 4;

const hashOf = (subscriberId: number, text: string): number => {
  let hash = subscriberId | 0;
  for (let at = Math.max(0, text.length - TELLING); at < text.length; at += 1)
    hash = Math.imul(hash, 31) + codeAt(text, at);
  hash = Math.imul(hash, SPREAD);
  return (hash ^ (hash >>> 15)) >>> 0;
};

/**
 * Remembers packed values in room that is taken once: as objects they would be copied from one generation of the heap to
 * the next, which costs as much as remembering spares (measured).
 *
 * @param most  how many values
 * @param room  octets for each
 */
export const packedMemory = (most: number, room: number): PackedMemory => {
  const slots = slotsOf(most);
  const people = new Float64Array(most);
  const texts = Array.from({ length: most }, () => "");
  const octets = Buffer.allocUnsafeSlow(most * room);
  /** 0 where nothing is remembered */
  const lengths = new Uint16Array(most);

  const find = (hash: number, subscriberId: number, text: string): number => {
    let slot = slots.first(hash);
    while (slot !== NONE && (people[slot] !== subscriberId || texts[slot] !== text)) slot = slots.next(slot);
    return slot;
  };
  const take = (hash: number, subscriberId: number, text: string): number => {
    const slot = slots.take(hash);
    people[slot] = subscriberId;
    texts[slot] = text;
    return slot;
  };

  return {
    read: (subscriberId, text) => {
      const slot = find(hashOf(subscriberId, text), subscriberId, text);
      const length = slot === NONE ? 0 : lengths[slot]!;
      return length === 0 ? undefined : octets.subarray(slot * room, slot * room + length);
    },
    keep: (subscriberId, text, value) => {
      const hash = hashOf(subscriberId, text);
      const known = find(hash, subscriberId, text);
      if (value.length > room) {
        if (known !== NONE) lengths[known] = 0;
        return;
      }
      const slot = known === NONE ? take(hash, subscriberId, text) : known;
      octets.set(value, slot * room);
      lengths[slot] = value.length;
    },
  };
};

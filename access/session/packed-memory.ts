/** Packed values by a name, so many at most; those named last stay. */
export type PackedMemory<Name> = {
  /** a view that holds until something is kept; `undefined` for what is not remembered */
  readonly read: (name: Name) => Buffer | undefined;
  /** takes a value in the place of the one before; one that is larger than its room is forgotten */
  readonly keep: (name: Name, value: Uint8Array) => void;
};

/**
 * Remembers packed values in room that is taken once: as objects they would be copied from one generation of the heap to
 * the next, which costs as much as remembering spares (measured).
 *
 * @param most  how many values
 * @param room  octets for each
 */
export const packedMemory = <Name>(most: number, room: number): PackedMemory<Name> => {
  const octets = Buffer.allocUnsafeSlow(most * room);
  const lengths = new Uint16Array(most);
  const names = Array.from<Name | undefined>({ length: most });
  const places = new Map<Name, number>();
  let next = 0;

  const forget = (place: number): void => {
    const name = names[place];
    if (name !== undefined) places.delete(name);
    names[place] = undefined;
  };
  const newPlace = (name: Name): number => {
    const place = next;
    next = (next + 1) % most;
    forget(place);
    names[place] = name;
    places.set(name, place);
    return place;
  };

  return {
    read: (name) => {
      const place = places.get(name);
      if (place === undefined) return undefined;
      return octets.subarray(place * room, place * room + lengths[place]!);
    },
    keep: (name, value) => {
      const known = places.get(name);
      if (value.length > room) {
        if (known !== undefined) forget(known);
        return;
      }
      const place = known ?? newPlace(name);
      octets.set(value, place * room);
      lengths[place] = value.length;
    },
  };
};

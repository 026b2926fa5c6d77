import { NONE } from "#access/runtime/slots";
import type { Packet } from "./packet.ts";
import { replyRing } from "./reply-ring.ts";
import { requestTable, type Source } from "./request-table.ts";

export type { Source };

/** How much a reply cache remembers, and for how long. */
export type ReplyCacheOptions = {
  /** Requests remembered at once, 65,536 unless told otherwise; the oldest makes room. */
  readonly capacity?: number;
  /** Octets of replies remembered at once, 8 MiB unless told otherwise; the oldest makes room. */
  readonly replyOctets?: number;
  /** Seconds a request is remembered, 10 unless told otherwise; RFC 5080 section 2.2.2 wants 5 to 30. */
  readonly lifeSeconds?: number;
  /** Any number unknown to strangers, so that nobody can choose requests that fall together. */
  readonly seed?: number;
};

/** What is known of a request: nothing yet, being answered, or the reply it got. */
type Known = "new" | "in-work" | Uint8Array;

/**
 * Answers a repeat with the first reply (RFC 5080 section 2.2.2); a repeat has the same source, socket, identifier
 * and authenticator. Only a request found authentic may be looked up, else a stranger could push others out.
 */
export type ReplyCache = {
  /** What is known of a request; a new one counts as in work from here on. @param at epoch milliseconds */
  readonly look: (source: Source, request: Packet, at: number) => Known;
  /** Keeps the reply to a request; without effect once a newer request took its place. */
  readonly answer: (source: Source, request: Packet, reply: Uint8Array, at: number) => void;
  /** Gives up a request that gets no reply, so that its repeat is tried afresh. */
  readonly forget: (source: Source, request: Packet) => void;
};

const IN_WORK = -1;

/** An empty reply cache; all of its memory is taken here. */
export const replyCache = (options: ReplyCacheOptions = {}): ReplyCache => {
  const { capacity = 65_536, replyOctets = 8 * 1024 * 1024, lifeSeconds = 10, seed = 0 } = options;
  const table = requestTable(capacity, seed);
  const ring = replyRing(replyOctets);
  const endsAt = new Float64Array(capacity);
  const positions = new Float64Array(capacity);
  const lengths = new Uint16Array(capacity);

  const live = (source: Source, request: Packet, at: number): number => {
    const slot = table.find(source, request);
    return slot !== NONE && endsAt[slot]! > at && table.isSame(slot, request) ? slot : NONE;
  };

  const slotFor = (source: Source, request: Packet): number => {
    const slot = table.find(source, request);
    if (slot === NONE) return table.take(source, request);
    table.replace(slot, request);
    return slot;
  };

  const known = (slot: number): Known => {
    const position = positions[slot]!;
    return position === IN_WORK ? "in-work" : (ring.read(position, lengths[slot]!) ?? "new");
  };

  const begin = (source: Source, request: Packet, at: number): void => {
    const slot = slotFor(source, request);
    positions[slot] = IN_WORK;
    endsAt[slot] = at + lifeSeconds * 1000;
  };

  return {
    look: (source, request, at) => {
      const slot = live(source, request, at);
      const found = slot === NONE ? "new" : known(slot);
      if (found === "new") begin(source, request, at);
      return found;
    },
    answer: (source, request, reply, at) => {
      const slot = table.find(source, request);
      if (slot === NONE || !table.isSame(slot, request)) return;
      positions[slot] = ring.keep(reply);
      lengths[slot] = reply.length;
      endsAt[slot] = at + lifeSeconds * 1000;
    },
    forget: (source, request) => {
      const slot = table.find(source, request);
      if (slot !== NONE && table.isSame(slot, request)) endsAt[slot] = 0;
    },
  };
};

import { confirmed, type Marks, unmarked } from "#access/quota/marks";
import type { PersonSession } from "./shapes.ts";
import type { Claim, MarkedSession } from "./withheld-store.ts";

type Withheld = NonNullable<PersonSession["withheld"]>;

/** Bases, Gigawords, session time, points; then what was withheld and the suspect, as `account.lua` packs them. */
const PACKED = /^(-?\d+);(-?\d+);([01]);(\d+);(-?\d+);([^#]*)#(\d+);(\d+);(?:(-?\d+),(-?\d+),(-?\d+))?$/;

const pointOf = (text: string): Marks["points"][number] => {
  const [place = 0, up = -1, down = -1] = text.split(",").map(Number);
  return { place, up, down };
};

/** The marks of a session of which something was withheld; undefined of any other. */
const marksOf = ({ startedAt, up, down, marks }: MarkedSession): Marks | undefined => {
  const packed = PACKED.exec(marks);
  if (!packed) return undefined;
  const [, upBase, downBase, gigawords, secondsBase, restartedAt, points = "", withheldUp, withheldDown] =
    packed;
  const suspect = packed.slice(9, 12).join(",");
  return {
    ...unmarked(startedAt),
    ...{ up, down, upBase: Number(upBase), downBase: Number(downBase), gigawords: gigawords === "1" },
    ...{ secondsBase: Number(secondsBase), restartedAt: Number(restartedAt) },
    points: points === "" ? [] : points.split(" ").map(pointOf),
    ...{ withheldUp: Number(withheldUp), withheldDown: Number(withheldDown) },
    suspect: packed[9] === undefined ? null : pointOf(suspect),
  };
};

/** Sessions that ended longer ago are known to PostgreSQL alone, and can be charged no more, ms. */
const CHARGEABLE_MS = 86_400_000;

const canCharge = ({ endedAt }: MarkedSession, at: number): boolean =>
  endedAt === null || at - endedAt < CHARGEABLE_MS;

/**
 * What a confirmation would charge of a session, and what its latest report that was not believed claimed; null where
 * nothing was withheld.
 *
 * @param at  epoch ms
 */
export const withheldOf = (session: MarkedSession, claim: Claim | undefined, at: number): Withheld | null => {
  const marks = marksOf(session);
  if (!marks) return null;
  const whole = confirmed(marks);
  const [up, down] = [whole.up - marks.up, whole.down - marks.down];
  if (up + down === 0) return null;
  return {
    ...{ up, down, canCharge: canCharge(session, at) },
    claim: claim ? { at: claim.at, up: claim.up, down: claim.down } : null,
  };
};

import { confirmed, type Marks, unmarked } from "#access/quota/marks";
import { MARK } from "#access/session/packed";
import type { PersonSession } from "./shapes.ts";
import type { Claim, MarkedSession } from "./withheld-store.ts";

type Withheld = NonNullable<PersonSession["withheld"]>;

/** The marks of a session as the rules of counting read them. */
const marksOf = ({ startedAt, up, down, marks }: MarkedSession): Marks => {
  const number = (place: number): number => Number(marks[place] ?? 0);
  const point = (at: number): Marks["points"][number] => ({
    place: number(at),
    up: number(at + 1),
    down: number(at + 2),
  });
  const points: Marks["points"][number][] = [];
  for (let at = MARK.points; at < marks.length; at += 3) points.push(point(at));
  return {
    ...unmarked(startedAt),
    ...{ up, down, points, upBase: number(MARK.upBase), downBase: number(MARK.downBase) },
    ...{ gigawords: marks[MARK.gigawords] === true },
    ...{ secondsBase: number(MARK.secondsBase), restartedAt: number(MARK.restartedAt) },
    ...{ withheldUp: number(MARK.withheldUp), withheldDown: number(MARK.withheldDown) },
    suspect: number(MARK.suspect) < 0 ? null : point(MARK.suspect),
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
  const whole = confirmed(marks);
  const [up, down] = [whole.up - marks.up, whole.down - marks.down];
  if (up + down === 0) return null;
  return {
    ...{ up, down, canCharge: canCharge(session, at) },
    claim: claim ? { at: claim.at, up: claim.up, down: claim.down } : null,
  };
};

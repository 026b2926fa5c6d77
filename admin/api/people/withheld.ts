import { marksOf } from "#access/quota/packed-marks";
import { confirmed } from "#access/quota/weighed";
import type { PersonSession } from "./shapes.ts";
import type { Claim, MarkedSession } from "./withheld-store.ts";

type Withheld = NonNullable<PersonSession["withheld"]>;

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
  const marks = marksOf(session.marks, { ...session, seconds: 0, eventAt: session.startedAt });
  if (!marks) return null;
  const whole = confirmed(marks);
  const [up, down] = [whole.up - marks.up, whole.down - marks.down];
  if (up + down === 0) return null;
  return {
    ...{ up, down, canCharge: canCharge(session, at) },
    claim: claim ? { at: claim.at, up: claim.up, down: claim.down } : null,
  };
};

import type { RedisClient } from "../redis/open.ts";
import type { Change } from "./change.ts";
import { commit } from "./commit.ts";
import { lookedAt, type Opened, type Opening, openIn } from "./opening.ts";
import type { Remembered } from "./remembered.ts";

const changeOf = (opening: Opening): Change<Opened> => ({
  subscriberId: opening.subscriberId,
  sessionId: opening.sessionId,
  known: opening.person && { person: opening.person, session: undefined, isReady: true },
  others: (kept) => lookedAt(kept, opening),
  decide: (kept, version, others) => openIn(kept, opening, version, others),
});

/** Opens sessions in one call, each on its own, in order. On a cluster all must be of one hash tag. */
export const open = (
  redis: RedisClient,
  openings: readonly Opening[],
  remembered?: Remembered,
): Promise<Opened[]> => commit(redis, openings.map(changeOf), remembered);

/** Opens sessions one by one, for who has none to open together. */
export const openAlone =
  ({ redis }: { readonly redis: RedisClient }) =>
  async (opening: Opening): Promise<Opened> =>
    (await open(redis, [opening]))[0] ?? { kind: "error", reason: "no answer" };

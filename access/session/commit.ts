import type { RedisClient } from "../redis/open.ts";
import { newVersion } from "../redis/version.ts";
import { type Change, type Going, type Kept, NOTHING } from "./change.ts";
import { gatherKept, gatherOthers } from "./gather-kept.ts";
import { type Attempt, type Basis, type Failed, failed, type Proposal, propose } from "./propose.ts";
import { NOTHING_REMEMBERED, type Remembered } from "./remembered.ts";

/** Others come first so often, one after another, in no crowd of servers. */
const MOST_TRIES = 100;

const NO_OTHERS: ReadonlyMap<string, Going> = new Map();

/** Decides an attempt; one with nothing to write, on what was read just now, is answered. */
const decide = <Answer>(
  attempt: Attempt<Answer>,
  { kept, isFresh }: Basis,
  others: ReadonlyMap<string, Going>,
): Proposal<Answer> | undefined => {
  const decided = attempt.change.decide(kept, newVersion(), others);
  if (decided.writes !== NOTHING || !isFresh) return { attempt, kept, decided };
  attempt.answer(decided.answer);
  return undefined;
};

/** What was read just now, or why it cannot be read. */
const freshly = (kept: Kept | Error): Basis | Error =>
  kept instanceof Error ? kept : { kept, isFresh: true };

const basisOf = <Answer>({ basis, change }: Attempt<Answer>, remembered: Remembered): Basis | undefined => {
  if (basis) return basis;
  const kept = remembered.read(change);
  return kept && { kept, isFresh: false };
};

/** What attempts are decided on: what is known of them already, else what Redis has; in order. */
const basesOf = async <Answer>(
  redis: RedisClient,
  attempts: readonly Attempt<Answer>[],
  remembered: Remembered,
): Promise<readonly (Basis | Error)[]> => {
  const bases = attempts.map((attempt) => basisOf(attempt, remembered));
  const unknown = attempts.filter((_, index) => !bases[index]).map(({ change }) => change);
  if (unknown.length === 0) return bases as Basis[];
  const read = await gatherKept(redis, unknown);
  let next = 0;
  return bases.map((basis) => basis ?? freshly(read[next++]!));
};

/** Decides all of them; those that cannot be decided are answered so. */
const decideAll = async <Answer>(
  redis: RedisClient,
  attempts: readonly Attempt<Answer>[],
  remembered: Remembered,
): Promise<Proposal<Answer>[]> => {
  const bases = await basesOf(redis, attempts, remembered);
  const proposals: Proposal<Answer>[] = [];
  for (const [index, attempt] of attempts.entries()) {
    try {
      const basis = bases[index]!;
      if (basis instanceof Error) throw basis;
      const wanted = attempt.change.others?.(basis.kept) ?? [];
      const others = wanted.length > 0 ? await gatherOthers(redis, attempt.change, wanted) : NO_OTHERS;
      const proposal = decide(attempt, basis, others);
      if (proposal) proposals.push(proposal);
    } catch (fault) {
      attempt.answer(failed(fault));
    }
  }
  return proposals;
};

/** Of several about one person only the first may go now: each is decided on the one before it. */
const inTurn = <Answer>(
  attempts: readonly Attempt<Answer>[],
): { readonly now: Attempt<Answer>[]; readonly later: Attempt<Answer>[] } => {
  const people = new Set<number>();
  const turns: { readonly now: Attempt<Answer>[]; readonly later: Attempt<Answer>[] } = {
    now: [],
    later: [],
  };
  for (const attempt of attempts) {
    const { subscriberId } = attempt.change;
    (people.has(subscriberId) ? turns.later : turns.now).push(attempt);
    people.add(subscriberId);
  }
  return turns;
};

/**
 * Carries out changes of people and their sessions, each as if it were alone: decided on what Redis has, written in one
 * call if that still stands, else decided anew on what stands there now. On a cluster all must be of one hash tag.
 *
 * @param remembered  what is decided on first where it is there, rather than ask Redis
 * @returns what each came to, in order
 */
export const commit = async <Answer>(
  redis: RedisClient,
  changes: readonly Change<Answer>[],
  remembered = NOTHING_REMEMBERED,
): Promise<(Answer | Failed)[]> => {
  const answers = Array.from<Answer | Failed>({ length: changes.length });
  let left = changes.map(
    (change, index): Attempt<Answer> => ({
      change,
      basis: change.known && { kept: change.known, isFresh: false },
      answer: (answer) => {
        answers[index] = answer;
      },
    }),
  );
  for (let tries = 0; left.length > 0 && tries < MOST_TRIES + changes.length; tries += 1) {
    const { now, later } = inTurn(left);
    const again = await propose(redis, await decideAll(redis, now, remembered), remembered);
    left = [...again, ...later];
  }
  for (const { answer } of left) answer(failed("others always came first"));
  return answers;
};

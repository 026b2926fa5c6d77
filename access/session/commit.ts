import { ledgerOf } from "../ledger/live.ts";
import { tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { packing, type Writer } from "../redis/pack.ts";
import { runForBuffers, scriptBeside } from "../redis/script.ts";
import { newVersion } from "../redis/version.ts";
import { writePerson } from "../subscriber/live.ts";
import { type Change, type Decided, type Kept, NOTHING } from "./change.ts";
import { gatherKept, gatherOthers, keptIn, personKey, sessionKey } from "./gather-kept.ts";
import { type SessionState, writeSession } from "./packed.ts";
import { NOTHING_REMEMBERED, type Remembered } from "./remembered.ts";
import { memberOf } from "./ticket.ts";

const COMMIT = scriptBeside(import.meta.url, "./commit.lua");

/** A change that could not be carried out. */
export type Failed = { readonly kind: "error"; readonly reason: string };

const failed = (fault: unknown): Failed => ({
  kind: "error",
  reason: fault instanceof Error ? fault.message : String(fault),
});

/** An ended session is remembered for a day, seconds: a report of it may come late. */
const RETAINED = "86400";

/** Others come first so often, one after another, in no crowd of servers. */
const MOST_TRIES = 100;

/** What is decided on, and whether it was read just now or may be old. */
type Basis = { readonly kept: Kept; readonly isFresh: boolean };

/** A change under way; `basis` is what it is to be decided on, where that is known already. */
type Attempt<Answer> = {
  readonly change: Change<Answer>;
  readonly answer: (answer: Answer | Failed) => void;
  readonly basis: Basis | undefined;
};

/** A change that was decided. */
type Proposal<Answer> = {
  readonly attempt: Attempt<Answer>;
  readonly kept: Kept;
  readonly decided: Decided<Answer>;
};

const NO_OTHERS: ReadonlyMap<string, SessionState> = new Map();

/** Decides an attempt; one with nothing to write, on what was read just now, is answered. */
const decide = <Answer>(
  attempt: Attempt<Answer>,
  { kept, isFresh }: Basis,
  others: ReadonlyMap<string, SessionState>,
): Proposal<Answer> | undefined => {
  const decided = attempt.change.decide(kept, newVersion(), others);
  if (decided.writes !== NOTHING || !isFresh) return { attempt, kept, decided };
  attempt.answer(decided.answer);
  return undefined;
};

/** What was read just now. @throws where it cannot be read */
const freshly = (kept: Kept | Error | undefined): Basis => {
  if (kept === undefined || kept instanceof Error) throw kept;
  return { kept, isFresh: true };
};

/** What is known already of what attempts are to be decided on. */
const known = <Answer>(
  attempts: readonly Attempt<Answer>[],
  remembered: Remembered,
): Map<Attempt<Answer>, Basis> => {
  const bases = new Map<Attempt<Answer>, Basis>();
  for (const attempt of attempts) {
    const kept = attempt.basis ? undefined : remembered.read(attempt.change);
    const basis = attempt.basis ?? (kept && { kept, isFresh: false });
    if (basis) bases.set(attempt, basis);
  }
  return bases;
};

/** Decides all of them; those that cannot be decided are answered so. */
const decideAll = async <Answer>(
  redis: RedisClient,
  attempts: readonly Attempt<Answer>[],
  remembered: Remembered,
): Promise<Proposal<Answer>[]> => {
  const bases = known(attempts, remembered);
  const unknown = bases.size === attempts.length ? [] : attempts.filter((attempt) => !bases.has(attempt));
  const read = await gatherKept(
    redis,
    unknown.map(({ change }) => change),
  );
  const keptOf = new Map(unknown.map((attempt, index) => [attempt, read[index]]));
  const proposals: Proposal<Answer>[] = [];
  for (const attempt of attempts) {
    try {
      const basis = bases.get(attempt) ?? freshly(keptOf.get(attempt));
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

const scheduled = (at: number | "gone" | undefined): string => (at === undefined ? "" : String(at));

/** Writes a version as it stands at the beginning of what has it, or nothing. */
const putVersion = (to: Writer, known: { readonly version: number } | undefined): void => {
  const from = to.openText();
  if (known) to.number(known.version);
  to.closeText(from);
};

/** Writes the 9 values `commit.lua` takes of a change. */
const put = <Answer>(
  to: Writer,
  { attempt, kept, decided: { writes } }: Proposal<Answer>,
  remembered: Remembered,
): void => {
  const { person, session, online, due, record } = writes;
  putVersion(to, kept.person);
  const personAt = to.openText();
  if (person) writePerson(to, person);
  to.closeText(personAt);
  putVersion(to, kept.session);
  const sessionAt = to.openText();
  if (session) writeSession(to, session);
  to.closeText(sessionAt);
  // Though it is not written yet: where it will not be, the versions say so.
  remembered.keep(attempt.change, person && to.textAt(personAt), session && to.textAt(sessionAt));
  to.text(session && session.endedAt !== 0 ? RETAINED : "");
  to.text(scheduled(online));
  to.text(scheduled(due));
  to.text(online === undefined && due === undefined ? "" : memberOf(attempt.change));
  const recordAt = to.openText();
  if (record) to.values(record);
  to.closeText(recordAt);
};

type Reply = 1 | readonly [person: Buffer | null, session: Buffer | null, isReady: number] | Buffer;

/** What became of a proposal. @returns what is to be tried again, on what Redis has instead */
const conclude = <Answer>(
  { attempt, decided }: Proposal<Answer>,
  reply: Reply,
): Attempt<Answer> | undefined => {
  const { change, answer } = attempt;
  if (reply === 1) {
    answer(decided.answer);
    return undefined;
  }
  try {
    if (Buffer.isBuffer(reply)) throw new Error(String(reply));
    const [person, session, isReady] = reply;
    return { change, answer, basis: freshly(keptIn(person, session, isReady === 1)) };
  } catch (fault) {
    answer(failed(fault));
    return undefined;
  }
};

/** Proposes changes to Redis. @returns those that are to be tried again */
const propose = async <Answer>(
  redis: RedisClient,
  proposals: readonly Proposal<Answer>[],
  remembered: Remembered,
): Promise<Attempt<Answer>[]> => {
  const [first] = proposals;
  if (!first) return [];
  const names: string[] = [];
  for (const { attempt } of proposals) names.push(personKey(attempt.change), sessionKey(attempt.change));
  names.push(ledgerOf(redis, tagOf(first.attempt.change.subscriberId)));
  const packed = packing((to) => {
    for (const proposal of proposals) put(to, proposal, remembered);
  });
  const replies = (await runForBuffers(redis, COMMIT, names, packed)) as Reply[];
  return proposals
    .map((proposal, index) => conclude(proposal, replies[index] as Reply))
    .filter((attempt) => attempt !== undefined);
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

import { ledgerOf } from "../ledger/live.ts";
import { tagOf } from "../redis/keys.ts";
import type { RedisClient } from "../redis/open.ts";
import { packing, type Writer } from "../redis/pack.ts";
import { runForBuffers, scriptBeside } from "../redis/script.ts";
import { writePerson } from "../subscriber/live.ts";
import type { Change, Decided, Kept } from "./change.ts";
import { keptIn, personKey, sessionKey } from "./gather-kept.ts";
import { writeRecord } from "./happening.ts";
import { RETAINED, writeSession } from "./packed.ts";
import type { Remembered } from "./remembered.ts";
import { memberOf } from "./ticket.ts";

const COMMIT = scriptBeside(import.meta.url, "./commit.lua");

/** A change that could not be carried out. */
export type Failed = { readonly kind: "error"; readonly reason: string };

/** A fault as what became of a change. */
export const failed = (fault: unknown): Failed => ({
  kind: "error",
  reason: fault instanceof Error ? fault.message : String(fault),
});

/** What is decided on, and whether it was read just now or may be old. */
export type Basis = { readonly kept: Kept; readonly isFresh: boolean };

/** A change under way; `basis` is what it is to be decided on, where that is known already. */
export type Attempt<Answer> = {
  readonly change: Change<Answer>;
  readonly answer: (answer: Answer | Failed) => void;
  readonly basis: Basis | undefined;
};

/** A change that was decided. */
export type Proposal<Answer> = {
  readonly attempt: Attempt<Answer>;
  readonly kept: Kept;
  readonly decided: Decided<Answer>;
};

const scheduled = (at: number | "gone" | undefined): string => (at === undefined ? "" : String(at));

/** Writes a version as it stands at the beginning of what has it, or nothing. */
const putVersion = (to: Writer, known: { readonly version: number } | undefined): void => {
  const from = to.openText();
  if (known) to.number(known.version);
  to.closeText(from);
};

/** Writes the 11 values `commit.lua` takes of a change. */
const put = <Answer>(
  to: Writer,
  { attempt, kept, decided: { writes } }: Proposal<Answer>,
  remembered: Remembered,
): void => {
  const { person, session, online, due, happening } = writes;
  to.text(personKey(attempt.change));
  putVersion(to, kept.person);
  const personAt = to.openText();
  if (person) writePerson(to, person);
  to.closeText(personAt);
  to.text(sessionKey(attempt.change));
  putVersion(to, kept.session);
  const sessionAt = to.openText();
  if (session) writeSession(to, session);
  to.closeText(sessionAt);
  // Though it is not written yet: where it will not be, the versions say so.
  remembered.keep(attempt.change, person && to.textAt(personAt), session && to.textAt(sessionAt));
  to.text(session && session.endedAt !== 0 ? String(RETAINED) : "");
  to.text(scheduled(online));
  to.text(scheduled(due));
  to.text(online === undefined && due === undefined ? "" : memberOf(attempt.change));
  const recordAt = to.openText();
  if (session && happening) writeRecord(to, attempt.change, session, happening);
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
    return { change, answer, basis: { kept: keptIn(person, session, isReady === 1), isFresh: true } };
  } catch (fault) {
    answer(failed(fault));
    return undefined;
  }
};

/** Proposes changes to Redis. @returns those that are to be tried again */
export const propose = async <Answer>(
  redis: RedisClient,
  proposals: readonly Proposal<Answer>[],
  remembered: Remembered,
): Promise<Attempt<Answer>[]> => {
  const [first] = proposals;
  if (!first) return [];
  const ledger = ledgerOf(redis, tagOf(first.attempt.change.subscriberId));
  const packed = packing((to) => {
    for (const proposal of proposals) put(to, proposal, remembered);
  });
  const replies = (await runForBuffers(redis, COMMIT, [ledger], packed)) as Reply[];
  return proposals
    .map((proposal, index) => conclude(proposal, replies[index] as Reply))
    .filter((attempt) => attempt !== undefined);
};

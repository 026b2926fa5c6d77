import { type Judged, mayGoOn, type Step, stepOf } from "#access/admission/step";
import { recordFault } from "#access/attempt/faults";
import type { Nas } from "#access/nas/nas";
import { handOver } from "#access/session/handed-live";
import { postpone, readSession } from "#access/session/live";
import { isOrdered } from "#access/session/order";
import type { LiveSession } from "#access/session/packed";
import { settle } from "#access/session/settle-live";
import type { SessionRef } from "#access/session/ticket";
import { wishInstead, withdraw } from "#access/session/withdraw";
import { reachOf } from "#access/vendors/reach";
import { judgedNow, reasonOf, type Wanted, wishOf } from "../reconsider.ts";
import { type Changes, isAway, rungOf } from "./asking.ts";
import type { Hold } from "./hold.ts";
import { changeAttributes, disconnectAttributes } from "./plan.ts";

/** A NAS that said yes to an end gets this long to report it, ms; one that did not obey is asked again after it. */
const AGAIN_MS = 30_000;
/** Who does not obey is asked ever more seldom, but at least this often, ms. */
const LONGEST_MS = 600_000;

/** More than can be asked of a NAS at once wait this long, ms. */
const TURN_MS = 1_000;

/** What is owed of a session and where; only we carry it out. */
type Owed = {
  readonly changes: Changes;
  readonly nas: Nas;
  readonly session: LiveSession;
  readonly hold: Hold;
};

/** What holds now of a session, what that comes to, and the mildest means to bring it about. */
type Judgement = { readonly judged: Judged; readonly wanted: Wanted; readonly step: Step };

const judge = async ({ changes, nas, session }: Owed): Promise<Judgement> => {
  const judged = await judgedNow(changes.server, session, nas);
  const { wish, wishCause } = session;
  return {
    judged,
    wanted: wishOf(judged.admission, wish === "end" ? reasonOf(session, "quota") : wishCause),
    step: stepOf(nas, session, judged, wishCause),
  };
};

/** Whether what is owed of a session was not overtaken by its end or by a newer wish, which is carried out on its own. */
const isLatest = async ({ changes, session }: Owed): Promise<boolean> => {
  const now = await readSession(changes.server.world.redis, session);
  return now?.endedAt === null && now.wish !== null && now.wishNumber === session.wishNumber;
};

/** Whether an order still stands, or what holds now still comes to what is wished. */
const stillHolds = async (owed: Owed): Promise<boolean> => {
  if (!(await isLatest(owed))) return false;
  if (isOrdered(owed.session)) return true;
  const { wanted, step } = await judge(owed);
  return step !== "nothing" && wanted.wish === owed.session.wish;
};

/** The NAS knows no such session: ours is a ghost. */
const bury = ({ changes: { server }, session }: Owed): Promise<unknown> =>
  settle(
    server.world.redis,
    session,
    { what: "close", cause: "unknown-to-nas", onlySilentSince: null },
    server.world.now(),
  );

/**
 * Asked again later, each time twice as late, as long as the session runs. Whose connections are gone is asked by who has
 * another, or has the next; but not one that closes them at every change.
 */
const owe = async ({ changes, nas, session, hold }: Owed): Promise<void> => {
  const { world } = changes.server;
  const failures = changes.experience.failures.get(nas.id) ?? 0;
  const isHopeless = nas.changeFault === "disabled";
  if (isAway(changes, nas) && failures <= 1 && !isHopeless)
    return handOver(world, nas.id, session, await hold.release());
  const wait = AGAIN_MS * 2 ** Math.min(failures, 8);
  await postpone(world.redis, session, world.now() + (isHopeless ? LONGEST_MS : Math.min(wait, LONGEST_MS)));
};

/** What came about between the judgement and the packet is judged at once. */
const judgeAgain = ({ changes: { server }, session }: Owed): Promise<void> =>
  postpone(server.world.redis, session, server.world.now());

const disconnect = async (owed: Owed, cause: string): Promise<void> => {
  const { changes, nas, session } = owed;
  const verdict = await rungOf(changes, {
    nas,
    session,
    means: "disconnect",
    wish: "end",
    cause,
    attributes: (names) => disconnectAttributes(nas, session, names, changes.server.world.now()),
    stillHolds: () => stillHolds(owed),
  });
  if (verdict === "gone") await bury(owed);
  else if (verdict === "unsent") await judgeAgain(owed);
  // Until its Stop is seen the end is still owed.
  else await owe(owed);
};

/** What follows where a NAS would not change a session: its end, but not where it may as well go on as it is. */
const lower = async (
  owed: Owed,
  verdict: "silent" | "refused",
  { judged, wanted }: Judgement,
): Promise<void> => {
  const { changes, session } = owed;
  const { world } = changes.server;
  if (!(await isLatest(owed))) return;
  const isWell = wanted.wish !== "end" && mayGoOn(session, wanted.wish, judged, session.wishCause);
  if (!isWell) return disconnect(owed, session.wishCause);
  if (verdict === "silent") return owe(owed);
  const { wishNumber } = session;
  await settle(world.redis, session, { what: "withdraw", wishNumber }, world.now());
};

/** Changes the session; what its NAS refuses or does not answer to may end in a disconnect. */
const change = async (owed: Owed, judgement: Judgement): Promise<void> => {
  const { changes, nas, session } = owed;
  const { admission } = judgement.judged;
  const { wish } = judgement.wanted;
  const { world } = changes.server;
  if (admission.kind === "refused") return;
  const verdict = await rungOf(changes, {
    nas,
    session,
    means: "coa",
    wish,
    cause: session.wishCause,
    attributes: (names) => changeAttributes(nas, session, admission.limits, names, world.now()),
    stillHolds: () => stillHolds(owed),
  });
  if (verdict === "done") {
    const { wishNumber } = session;
    await settle(world.redis, session, { what: "done", profile: wish, wishNumber }, world.now());
  } else if (verdict === "gone") await bury(owed);
  else if (verdict === "unsent") await judgeAgain(owed);
  else if (verdict === "later" || verdict === "disabled" || verdict === "away") await owe(owed);
  else await lower(owed, verdict === "silent" ? "silent" : "refused", judgement);
};

/** Does what the rules ask for now, if it is what they asked for when it was wished; else it is wished instead. */
const followRules = async (owed: Owed): Promise<void> => {
  const { world } = owed.changes.server;
  const judgement = await judge(owed);
  const { wanted, step } = judgement;
  if (step === "nothing") return withdraw(world, owed.session);
  if (wanted.wish !== owed.session.wish) return wishInstead(world, owed.session, wanted.wish, wanted.cause);
  return step === "change" ? change(owed, judgement) : disconnect(owed, wanted.cause);
};

/**
 * Carries out what is wished of one session, or leaves it to who has a connection of its NAS. It stays owed, also over a
 * restart, until it is done or the session is over.
 */
export const carryOut = async (changes: Changes, ref: SessionRef, hold: Hold): Promise<void> => {
  const { world, nasTable } = changes.server;
  const session = await readSession(world.redis, ref);
  const drop = (): Promise<unknown> => settle(world.redis, ref, { what: "drop" }, world.now());
  if (!session || session.endedAt !== null || session.wish === null) return void (await drop());
  const nas = nasTable.byId(session.nasId);
  const reach = nas ? reachOf(nas) : "none";
  // It asks who has to leave, the portal or here; the wish is kept with the session until then.
  if (reach === "poll" || reach === "reauthentication")
    return postpone(world.redis, ref, world.now() + LONGEST_MS);
  if (!nas || reach === "none") {
    recordFault(world, { nasId: session.nasId, source: "", reason: "change-not-possible" });
    return void (await drop());
  }
  if (isAway(changes, nas)) return handOver(world, nas.id, ref, await hold.release());
  const leave = changes.room.enter(nas);
  if (!leave) return postpone(world.redis, ref, world.now() + TURN_MS);
  const owed: Owed = { changes, nas, session, hold };
  const carried = isOrdered(session) ? disconnect(owed, session.wishCause) : followRules(owed);
  return carried.finally(leave);
};

import { recordFault } from "#access/attempt/faults";
import type { Nas } from "#access/nas/nas";
import { postpone, readSession } from "#access/session/live";
import type { LiveSession } from "#access/session/packed";
import { settle } from "#access/session/settle-live";
import type { SessionRef } from "#access/session/ticket";
import { canChange } from "#access/vendors/can-change";
import { namesAt } from "#access/vendors/names-at";
import { type NasKind, VENDORS } from "#access/vendors/vendors";
import type { Attribute } from "../protocol/write.ts";
import { admissionNow, wishOf } from "../reconsider.ts";
import type { Secrets } from "../secrets.ts";
import type { Server } from "../server-world.ts";
import type { ChangeAnswer, ChangeClient, ChangeRequest } from "./client.ts";
import { type Names, setsFor } from "./identify.ts";
import { climb, type Rung } from "./ladder.ts";
import { type Experience, learn } from "./learn.ts";
import { changeAttributes, disconnectAttributes } from "./plan.ts";
import type { Room } from "./room.ts";
import { recordAnswer, recordSent } from "./store.ts";
import { verdictOf } from "./verdict.ts";

/** What carrying out a change needs beside the server. */
export type Changes = {
  readonly server: Server;
  readonly client: ChangeClient;
  readonly secrets: Pick<Secrets, "of" | "proved">;
  readonly experience: Experience;
  readonly room: Room;
};

/** A NAS that said yes to an end gets this long to report it, ms; one that did not obey is asked again after it. */
const AGAIN_MS = 30_000;
/** Who does not obey is asked ever more seldom, but at least this often, ms. */
const LONGEST_MS = 600_000;

/** More than can be asked of a NAS at once wait this long, ms. */
const TURN_MS = 1_000;

/** Chilli refuses without a cause, and only what it does not know (`chilli.c`, cb_radius_coa_ind). */
const REFUSES_THE_UNKNOWN: ReadonlySet<NasKind> = new Set(["coovachilli"]);

type Asking = {
  readonly nas: Nas;
  readonly session: LiveSession;
  readonly means: "coa" | "disconnect";
  readonly wish: string;
  readonly cause: string;
  readonly attributes: (names: Names) => readonly Attribute[];
};

/** Silence may mean that it is signed with another secret than the NAS has: while one is rotated, both are tried. */
export const askUnderEach = async (
  { client, secrets, server }: Pick<Changes, "client" | "secrets" | "server">,
  nas: Nas,
  change: Omit<ChangeRequest, "secret">,
): Promise<ChangeAnswer> => {
  for (const secret of secrets.of(nas, server.world.now())) {
    const answer = await client.ask({ ...change, secret });
    if (answer.kind === "silent") continue;
    secrets.proved(nas, secret);
    return answer;
  }
  return { kind: "silent" };
};

const ask = async (changes: Changes, asking: Asking, names: Names): Promise<ChangeAnswer> => {
  const { world } = changes.server;
  const { nas, session, means, wish, cause } = asking;
  const id = await recordSent(world.database, { session, wish, cause, means, at: world.now() });
  const answer = await askUnderEach(changes, nas, {
    means,
    address: nas.coaAddress ?? "",
    port: nas.coaPort,
    attributes: asking.attributes(names),
    messageAuthenticator: VENDORS[nas.kind].coa.messageAuthenticator,
  });
  await recordAnswer(world.database, id, answer, world.now());
  return answer;
};

const isOfTheUnknown = (nas: Nas, answer: ChangeAnswer): boolean =>
  answer.kind === "refused" && answer.errorCause === null && REFUSES_THE_UNKNOWN.has(nas.kind);

/** One rung of the ladder: names the session by one set after the other, and learns from the answers. */
const rungOf = async (changes: Changes, asking: Asking): Promise<Rung["verdict"]> => {
  const { nas, session } = asking;
  const { experience } = changes;
  const sets = setsFor(nas, session);
  // One that did not obey may have understood nothing: it is asked by another set next time.
  const turn = (experience.failures.get(nas.id) ?? 0) % Math.max(1, sets.length);
  const rung = await climb([...sets.slice(turn), ...sets.slice(0, turn)], async (names) => {
    const answer = await ask(changes, asking, names);
    return isOfTheUnknown(nas, answer) ? "gone" : verdictOf(answer);
  });
  await learn(changes.server.world, experience, nas, asking.means, rung);
  return rung.verdict;
};

/** The NAS knows no such session: ours is a ghost. */
const bury = ({ server: { world } }: Changes, session: LiveSession): Promise<unknown> =>
  settle(
    world.redis,
    session,
    { what: "close", cause: "unknown-to-nas", onlySilentSince: null },
    world.now(),
  );

/** Asked again later, each time twice as late, as long as the session runs. */
const owe = async (changes: Changes, nas: Nas, session: LiveSession): Promise<void> => {
  const { world } = changes.server;
  const wait = AGAIN_MS * 2 ** Math.min(changes.experience.failures.get(nas.id) ?? 0, 8);
  const isHopeless = nas.changeFault === "disabled";
  await postpone(world.redis, session, world.now() + (isHopeless ? LONGEST_MS : Math.min(wait, LONGEST_MS)));
};

const disconnect = async (changes: Changes, nas: Nas, session: LiveSession, cause: string): Promise<void> => {
  const { world } = changes.server;
  const verdict = await rungOf(changes, {
    nas,
    session,
    means: "disconnect",
    wish: "end",
    cause,
    attributes: (names) => disconnectAttributes(nas, session, names, world.now()),
  });
  if (verdict === "gone") await bury(changes, session);
  // Until its Stop is seen the end is still owed.
  else await owe(changes, nas, session);
};

/** Whether a change has been overtaken by a newer wish, which is carried out on its own. */
const isOvertaken = async ({ server: { world } }: Changes, session: LiveSession): Promise<boolean> => {
  const now = await readSession(world.redis, session);
  return now === undefined || now.wish === null || now.wishNumber !== session.wishNumber;
};

/** Changes the session where the family can; what it refuses or does not answer to ends in a disconnect. */
const change = async (changes: Changes, nas: Nas, session: LiveSession): Promise<void> => {
  const { world } = changes.server;
  const admission = await admissionNow(changes.server, session, nas);
  const wanted = wishOf(admission);
  if (admission.kind === "refused") return disconnect(changes, nas, session, wanted.cause);
  const { limits } = admission;
  if (!canChange(VENDORS[nas.kind], namesAt(nas), session.profile, limits.profile))
    return disconnect(changes, nas, session, session.wishCause);
  const verdict = await rungOf(changes, {
    nas,
    session,
    means: "coa",
    wish: wanted.wish,
    cause: session.wishCause,
    attributes: (names) => changeAttributes(nas, session, limits, names, world.now()),
  });
  if (verdict === "done") {
    const { wishNumber } = session;
    await settle(world.redis, session, { what: "done", profile: wanted.wish, wishNumber }, world.now());
  } else if (verdict === "gone") await bury(changes, session);
  else if (verdict === "later" || verdict === "disabled") await owe(changes, nas, session);
  else if (!(await isOvertaken(changes, session))) await disconnect(changes, nas, session, session.wishCause);
};

/** Carries out what is wished of one session. It stays owed, also over a restart, until it is done or the session is over. */
export const carryOut = async (changes: Changes, ref: SessionRef): Promise<void> => {
  const { world, nasTable } = changes.server;
  const session = await readSession(world.redis, ref);
  const drop = (): Promise<unknown> => settle(world.redis, ref, { what: "drop" }, world.now());
  if (!session || session.endedAt !== null || session.wish === null) return void (await drop());
  const nas = nasTable.byId(session.nasId);
  // It asks the portal who has to leave; the wish is kept with the session until then.
  if (nas && VENDORS[nas.kind].polls) return postpone(world.redis, ref, world.now() + LONGEST_MS);
  if (!nas?.coaAddress || VENDORS[nas.kind].coa.means === "none") {
    recordFault(world, { nasId: session.nasId, source: "", reason: "change-not-possible" });
    return void (await drop());
  }
  const leave = changes.room.enter(nas);
  if (!leave) return postpone(world.redis, ref, world.now() + TURN_MS);
  const carried =
    session.wish === "end"
      ? disconnect(changes, nas, session, session.wishCause)
      : change(changes, nas, session);
  return carried.finally(leave);
};

import { recordFault } from "#access/attempt/faults";
import type { Nas } from "#access/nas/nas";
import { type LiveSession, postpone, readSession, settle } from "#access/session/live";
import type { SessionRef } from "#access/session/ticket";
import { VENDORS } from "#access/vendors/vendors";
import type { Secret } from "../protocol/secret.ts";
import { ERROR_CAUSE } from "../protocol/values.ts";
import { admissionNow, wishOf } from "../reconsider.ts";
import type { Server } from "../server-world.ts";
import type { ChangeAnswer, ChangeClient } from "./client.ts";
import { changeAttributes, identification } from "./plan.ts";
import { recordAnswer, recordSent } from "./store.ts";

/** What carrying out a change needs beside the server. */
export type Changes = {
  readonly server: Server;
  readonly client: ChangeClient;
  readonly secretOf: (nas: Nas) => Secret;
};

/** A NAS that said yes to an end gets this long to report it, ms; one that said nothing is asked again after it. */
const AGAIN_MS = 30_000;

const ask = async (
  changes: Changes,
  nas: Nas,
  session: LiveSession,
  means: "coa" | "disconnect",
  attributes: ReturnType<typeof identification>,
  wish: string,
  cause: string,
): Promise<ChangeAnswer> => {
  const { world } = changes.server;
  const id = await recordSent(world.database, { session, wish, cause, means, at: world.now() });
  const answer = await changes.client.ask({
    means,
    address: nas.coaAddress ?? "",
    port: nas.coaPort,
    secret: changes.secretOf(nas),
    attributes,
    messageAuthenticator: VENDORS[nas.kind].coa.messageAuthenticator,
  });
  await recordAnswer(world.database, id, answer, world.now());
  return answer;
};

const isGone = (answer: ChangeAnswer): boolean =>
  answer.kind === "refused" && answer.errorCause === ERROR_CAUSE["Session-Context-Not-Found"];

/** The NAS knows no such session: ours is a ghost. */
const bury = ({ server: { world } }: Changes, session: LiveSession): Promise<unknown> =>
  settle(
    world.redis,
    session,
    { what: "close", cause: "unknown-to-nas", onlySilentSince: null },
    world.now(),
  );

const disconnect = async (changes: Changes, nas: Nas, session: LiveSession, cause: string): Promise<void> => {
  const { world } = changes.server;
  const answer = await ask(
    changes,
    nas,
    session,
    "disconnect",
    identification(nas, session, world.now()),
    "end",
    cause,
  );
  if (isGone(answer)) await bury(changes, session);
  // Until its Stop is seen the end is still owed.
  else await postpone(world.redis, session, world.now() + AGAIN_MS);
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
  if (!VENDORS[nas.kind].coa.changesLimits) return disconnect(changes, nas, session, session.wishCause);
  const attributes = changeAttributes(nas, session, admission.limits, world.now());
  const answer = await ask(changes, nas, session, "coa", attributes, wanted.wish, session.wishCause);
  if (answer.kind === "acknowledged") {
    const { wishNumber } = session;
    await settle(world.redis, session, { what: "done", profile: wanted.wish, wishNumber }, world.now());
  } else if (isGone(answer)) await bury(changes, session);
  else if (!(await isOvertaken(changes, session))) await disconnect(changes, nas, session, session.wishCause);
};

/** Carries out what is wished of one session. It stays owed, also over a restart, until it is done or the session is over. */
export const carryOut = async (changes: Changes, ref: SessionRef): Promise<void> => {
  const { world, nasTable } = changes.server;
  const session = await readSession(world.redis, ref);
  const drop = (): Promise<unknown> => settle(world.redis, ref, { what: "drop" }, world.now());
  if (!session || session.endedAt !== null || session.wish === null) return void (await drop());
  const nas = nasTable.byId(session.nasId);
  if (!nas?.coaAddress) {
    recordFault(world, { nasId: session.nasId, source: "", reason: "change-not-possible" });
    return void (await drop());
  }
  return session.wish === "end"
    ? disconnect(changes, nas, session, session.wishCause)
    : change(changes, nas, session);
};

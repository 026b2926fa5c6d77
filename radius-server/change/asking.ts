import type { Nas } from "#access/nas/nas";
import type { LiveSession } from "#access/session/packed";
import { type NasKind, VENDORS } from "#access/vendors/vendors";
import type { Attribute } from "../protocol/write.ts";
import type { Secrets } from "../secrets.ts";
import type { Server } from "../server-world.ts";
import type { ChangeClient, ChangeRequest } from "./client.ts";
import type { ChangeAnswer } from "./exchange.ts";
import { type Names, setsFor } from "./identify.ts";
import { climb, type Rung } from "./ladder.ts";
import { type Experience, learn } from "./learn.ts";
import type { Room } from "./room.ts";
import { forget, recordAnswer, recordSent } from "./store.ts";
import { verdictOf } from "./verdict.ts";

/** What carrying out a change needs beside the server. */
export type Changes = {
  readonly server: Server;
  readonly client: ChangeClient;
  readonly secrets: Pick<Secrets, "of" | "proved">;
  readonly experience: Experience;
  readonly room: Room;
};

/** One request about a session, by whatever names. */
export type Asking = {
  readonly nas: Nas;
  readonly session: LiveSession;
  readonly means: "coa" | "disconnect";
  readonly wish: string;
  readonly cause: string;
  readonly attributes: (names: Names) => readonly Attribute[];
  /** whether it is wished still: asked with nothing left to do but to send */
  readonly stillHolds: () => Promise<boolean>;
};

/** Chilli refuses without a cause, and only what it does not know (`chilli.c`, cb_radius_coa_ind). */
const REFUSES_THE_UNKNOWN: ReadonlySet<NasKind> = new Set(["coovachilli"]);

/**
 * Silence may mean that it is signed with another secret than the NAS has: while one is rotated, both are tried.
 *
 * @returns undefined when nothing was sent, since it no longer holds
 */
export const askUnderEach = async (
  { client, secrets, server }: Pick<Changes, "client" | "secrets" | "server">,
  { nas, stillHolds }: Pick<Asking, "nas" | "stillHolds">,
  change: Omit<ChangeRequest, "secret">,
): Promise<ChangeAnswer | undefined> => {
  let silence: ChangeAnswer | undefined;
  for (const secret of secrets.of(nas, server.world.now())) {
    if (!(await stillHolds())) return silence;
    const answer = await client.ask({ ...change, secret });
    if (answer.kind !== "silent") {
      secrets.proved(nas, secret);
      return answer;
    }
    silence = answer;
  }
  return silence;
};

const ask = async (changes: Changes, asking: Asking, names: Names): Promise<ChangeAnswer | undefined> => {
  const { world } = changes.server;
  const { nas, session, means, wish, cause } = asking;
  const id = await recordSent(world.database, { session, wish, cause, means, at: world.now() });
  const answer = await askUnderEach(changes, asking, {
    means,
    address: nas.coaAddress ?? "",
    port: nas.coaPort,
    attributes: asking.attributes(names),
    messageAuthenticator: nas.signsChanges ?? VENDORS[nas.kind].coa.messageAuthenticator,
  });
  if (answer) await recordAnswer(world.database, id, answer, world.now());
  else await forget(world.database, id);
  return answer;
};

const isOfTheUnknown = (nas: Nas, answer: ChangeAnswer): boolean =>
  answer.kind === "refused" && answer.errorCause === null && REFUSES_THE_UNKNOWN.has(nas.kind);

/** One rung of the ladder: names the session by one set after the other, and learns from the answers. */
export const rungOf = async (changes: Changes, asking: Asking): Promise<Rung["verdict"]> => {
  const { nas, session } = asking;
  const { experience } = changes;
  const sets = setsFor(nas, session);
  // One that did not obey may have understood nothing: it is asked by another set next time.
  const turn = (experience.failures.get(nas.id) ?? 0) % Math.max(1, sets.length);
  const rung = await climb([...sets.slice(turn), ...sets.slice(0, turn)], async (names) => {
    const answer = await ask(changes, asking, names);
    if (!answer) return "unsent";
    return isOfTheUnknown(nas, answer) ? "gone" : verdictOf(answer);
  });
  if (rung.verdict !== "unsent") await learn(changes.server.world, experience, nas, asking.means, rung);
  return rung.verdict;
};

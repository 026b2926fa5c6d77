import type { Nas } from "#access/nas/nas";
import type { LiveSession } from "#access/session/packed";
import { goesDown } from "#access/vendors/reach";
import { type NasKind, VENDORS } from "#access/vendors/vendors";
import type { Attribute } from "../protocol/write.ts";
import type { Lines } from "../radsec/lines.ts";
import type { Secrets } from "../secrets.ts";
import type { Server } from "../server-world.ts";
import type { ChangeClient } from "./client.ts";
import type { Change, ChangeAnswer } from "./exchange.ts";
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
  /** the connections that NAS opened to this process */
  readonly lines: Pick<Lines, "ask" | "reaches">;
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

/** Why nothing was asked: it no longer holds, or no connection of the NAS is open here. */
type Unasked = "unsent" | "away";

/** Silence may mean that it is signed with another secret than the NAS has: while one is rotated, both are tried. */
const askByUdp = async (
  { client, secrets, server }: Pick<Changes, "client" | "secrets" | "server">,
  { nas, stillHolds }: Pick<Asking, "nas" | "stillHolds">,
  change: Change,
): Promise<ChangeAnswer | Unasked> => {
  let silence: ChangeAnswer | Unasked = "unsent";
  for (const secret of secrets.of(nas, server.world.now())) {
    if (!(await stillHolds())) return silence;
    const answer = await client.ask({ ...change, address: nas.coaAddress ?? "", port: nas.coaPort, secret });
    if (answer.kind !== "silent") {
      secrets.proved(nas, secret);
      return answer;
    }
    silence = answer;
  }
  return silence;
};

/** Asks a NAS for a change the way it takes them. */
export const askNas = (
  by: Pick<Changes, "client" | "lines" | "secrets" | "server">,
  of: Pick<Asking, "nas" | "stillHolds">,
  { means, attributes }: Pick<Change, "means" | "attributes">,
): Promise<ChangeAnswer | Unasked> => {
  const { nas, stillHolds } = of;
  const messageAuthenticator = nas.signsChanges ?? VENDORS[nas.kind].coa.messageAuthenticator;
  const change = { means, attributes, messageAuthenticator };
  return goesDown(nas) ? by.lines.ask(nas.id, change, stillHolds) : askByUdp(by, of, change);
};

/** Whether what is to be asked of a NAS has to be asked by a process that has a connection of it. */
export const isAway = ({ lines }: Pick<Changes, "lines">, nas: Nas): boolean =>
  goesDown(nas) && !lines.reaches(nas.id);

const ask = async (changes: Changes, asking: Asking, names: Names): Promise<ChangeAnswer | Unasked> => {
  const { world } = changes.server;
  const { session, means, wish, cause } = asking;
  const id = await recordSent(world.database, { session, wish, cause, means, at: world.now() });
  const answer = await askNas(changes, asking, { means, attributes: asking.attributes(names) });
  if (typeof answer === "string") await forget(world.database, id);
  else await recordAnswer(world.database, id, answer, world.now());
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
    if (typeof answer === "string") return answer;
    return isOfTheUnknown(nas, answer) ? "gone" : verdictOf(answer);
  });
  const isAsked = rung.verdict !== "unsent" && rung.verdict !== "away";
  if (isAsked) await learn(changes.server.world, experience, nas, asking.means, rung);
  return rung.verdict;
};

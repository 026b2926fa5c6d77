import { setTimeout as pause } from "node:timers/promises";
import type { Nas } from "#access/nas/nas";
import { type Travelled, travel } from "../journey.ts";
import type { Lab } from "../lab.ts";
import { pretendMac } from "../nas/association.ts";
import type { Session } from "../nas/session.ts";
import { type Dice, pretendNumber } from "./dice.ts";
import { type Entry, entryOf } from "./ledger.ts";

/** Counts of what people tried; `refused` by RADIUS, `failed` before it or without its answer. */
export type Logins = { ok: number; refused: number; failed: number; roamed: number; left: number };

/** What a person of the crowd needs. */
export type Scene = {
  readonly lab: Lab;
  readonly points: readonly Nas[];
  readonly dice: Dice;
  /** aborted when the crowd is to go home */
  readonly closing: AbortSignal;
  readonly logins: Logins;
  /** what pages complained of when a sign-in failed, and how often */
  readonly complaints: Map<string, number>;
  /** takes the record of a session once it ended */
  readonly record: (entry: Entry) => void;
};

/** Seconds between reports: real ones come each few minutes, here time is pressed together. */
const INTERIM = 3;
const REST_MS = 1_000;
const KILO = 1_000;
/** Seconds the portal wants between two codes to one number, and a little. */
const CODE_PAUSE = 63;

type Visitor = { readonly person: number; readonly number: string; readonly mac: string };

const rest = (milliseconds: number, closing: AbortSignal): Promise<void> =>
  pause(milliseconds, undefined, { signal: closing }).catch(() => {});

const isOpen = (session: Session): boolean => session.standing().ended === null;

/** A few seconds' traffic: mostly to the person, within the rate that was granted. */
const burst = (session: Session, dice: Dice): void => {
  const { downKbps } = session.standing().limits;
  const most = Math.min(downKbps ?? 20_000, 20_000) * (KILO / 8) * INTERIM;
  const down = dice.below(Math.max(1, Math.floor(most / 4)));
  session.pass({ down, up: Math.floor(down / dice.between(5, 20)) });
};

/** Surfs for a while, reporting running totals. */
const surf = async (session: Session, seconds: number, { dice, closing }: Scene): Promise<void> => {
  for (let passed = 0; passed < seconds && isOpen(session) && !closing.aborted; passed += INTERIM) {
    await rest(INTERIM * 1_000, closing);
    burst(session, dice);
    await session.report();
  }
};

const complain = ({ complaints }: Scene, about: string): void => {
  complaints.set(about, (complaints.get(about) ?? 0) + 1);
};

const arrive = async (scene: Scene, number: string, mac: string): Promise<Travelled | undefined> => {
  const { lab, points, dice, logins } = scene;
  try {
    const travelled = await travel(lab, dice.pick(points), number, mac);
    if (travelled.journey.online) logins.ok += 1;
    else if (travelled.journey.verdict === "rejected") logins.refused += 1;
    else logins.failed += 1;
    if (!travelled.journey.online) complain(scene, travelled.journey.alert ?? travelled.journey.verdict);
    return travelled;
  } catch {
    logins.failed += 1;
    complain(scene, "a store was away while the access point was switched on");
    return undefined;
  }
};

/** One stay at one access point. @returns whether the person got online */
const stay = async (scene: Scene, { person, number, mac }: Visitor, seconds: number): Promise<boolean> => {
  const travelled = await arrive(scene, number, mac);
  const session = travelled?.attachment.session();
  if (travelled && session) {
    await surf(session, seconds, scene);
    await travelled.attachment.leave("User-Request");
    scene.record(entryOf(person, session));
    scene.logins.left += 1;
  } else {
    await travelled?.attachment.leave("User-Request");
  }
  return session !== undefined;
};

/** Stays a while at one access point, then signs in at another: after the minute two codes to a number are apart. */
const roam = async (scene: Scene, visitor: Visitor): Promise<void> => {
  const wasOnline = await stay(scene, visitor, CODE_PAUSE);
  if (!wasOnline || scene.closing.aborted) return;
  scene.logins.roamed += 1;
  await stay(scene, visitor, scene.dice.between(6, 40));
};

/** One place in the crowd: people come, surf, leave or go on to another access point; then another one comes. */
export const holdPlace = async (scene: Scene, firstPerson: number, step: number): Promise<void> => {
  const { dice, closing } = scene;
  for (let person = firstPerson; !closing.aborted; person += step) {
    const visitor = { person, number: pretendNumber(dice), mac: pretendMac() };
    if (dice.below(4) === 0) await roam(scene, visitor);
    else await stay(scene, visitor, dice.between(6, 40));
    await rest(REST_MS, closing);
  }
};

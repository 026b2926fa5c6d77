import type { Nas } from "#access/nas/nas";
import { claimForLab, listNas } from "#access/nas/store";
import { announce } from "#access/notice/live";
import { Failure } from "#access/runtime/failure";
import type { World } from "#access/runtime/world";
import type { DialectName } from "#access/vendors/vendor";
import { VENDORS } from "#access/vendors/vendors";
import type { RadiusServer } from "./nas/exchange.ts";
import { type LabNas, openLabNas } from "./nas/lab-nas.ts";
import { type PersonalityName, personalityOf } from "./nas/personality.ts";
import { emptyTally, type Tally } from "./nas/tally.ts";

/** A pretend province: every access point of the demonstration can be switched on. */
export type Lab = {
  readonly world: World;
  readonly tally: Tally;
  readonly server: RadiusServer;
  /** the access points there are */
  readonly points: readonly Nas[];
  /** Switches an access point on: takes its place for changes of authorization, and says Accounting-On once. */
  readonly nas: (nas: Nas) => Promise<LabNas>;
  readonly close: () => void;
};

/** What a lab may be told. */
export type LabWishes = {
  /** where the RADIUS server listens; the settings' address otherwise */
  readonly server?: RadiusServer;
  /** seconds a report is repeated before it is given up */
  readonly patience?: number;
  /** what the access points are like; `mixed` gives each in turn another habit */
  readonly personality?: PersonalityName | "mixed";
};

const ANYWHERE: readonly string[] = ["0.0.0.0", "::"];
const PATIENCE = 120;

const serverOf = ({ RADIUS_HOST, RADIUS_AUTH_PORT, RADIUS_ACCT_PORT }: World["settings"]): RadiusServer => ({
  host: ANYWHERE.includes(RADIUS_HOST) ? "127.0.0.1" : RADIUS_HOST,
  authPort: RADIUS_AUTH_PORT,
  acctPort: RADIUS_ACCT_PORT,
});

/** @throws Failure `lab_refused` unless the program runs as a demonstration */
const requireDemo = ({ settings }: World): void => {
  if (settings.HIEN_MODE !== "demo") throw new Failure("lab_refused");
};

const isPlayable = ({ addresses, enabled, kind }: Nas): boolean =>
  enabled && !VENDORS[kind].polls && addresses.some((address) => address.startsWith("127."));

/**
 * Opens the lab over the access points the database knows on loopback.
 *
 * @throws Failure `lab_refused` outside a demonstration, `lab_without_access_points` when there is none to play
 */
export const openLab = async (world: World, wishes: LabWishes = {}): Promise<Lab> => {
  requireDemo(world);
  const points = (await listNas(world)).filter(isPlayable);
  if (points.length === 0) throw new Failure("lab_without_access_points");
  const tally = emptyTally();
  const means = {
    server: wishes.server ?? serverOf(world.settings),
    tally,
    now: world.now,
    patience: wishes.patience ?? PATIENCE,
  };
  const switchedOn = new Map<number, Promise<LabNas>>();
  const switchOn = async (nas: Nas): Promise<LabNas> => {
    const personality = personalityOf(wishes.personality ?? "plain", nas.id);
    const opened = await openLabNas(nas, { ...means, personality });
    await claimForLab(world.database, nas.id, opened.changePort, personality.signs);
    await announce(world.redis, { kind: "nas", id: nas.id });
    await opened.switchOn();
    return opened;
  };
  return {
    world,
    tally,
    server: means.server,
    points,
    nas: (nas) => {
      const known = switchedOn.get(nas.id);
      if (known) return known;
      const opening = switchOn(nas);
      switchedOn.set(nas.id, opening);
      return opening;
    },
    close: () => {
      for (const opening of switchedOn.values()) opening.then((nas) => nas.close()).catch(() => {});
    },
  };
};

/** The access points whose gateways speak one dialect. */
export const speaking = (points: readonly Nas[], dialect: DialectName): readonly Nas[] =>
  points.filter(({ kind }) => VENDORS[kind].dialect === dialect);

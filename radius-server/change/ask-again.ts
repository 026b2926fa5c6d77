import { recordFault } from "#access/attempt/faults";
import type { Led } from "#access/device/led";
import { nextAskedAgain } from "#access/device/led-live";
import type { Nas } from "#access/nas/nas";
import { takesChanges } from "#access/vendors/reach";
import { VENDORS } from "#access/vendors/vendors";
import type { Attribute } from "../protocol/write.ts";
import { askNas, type Changes, isAway } from "./asking.ts";
import type { Change } from "./exchange.ts";
import { type Known, setsFor } from "./identify.ts";
import { climb } from "./ladder.ts";
import { disconnectAttributes } from "./plan.ts";
import { verdictOf } from "./verdict.ts";

type Asking = Pick<Changes, "client" | "lines" | "secrets" | "server" | "room">;

/** Somebody signed in: nothing takes that back. */
const stillHolds = async (): Promise<boolean> => true;

/** Asks by one set of names after the other. @returns whether the NAS did it, or knows no such session to be asked about */
const isDone = async (
  asking: Asking,
  nas: Nas,
  known: Known,
  means: Change["means"],
  more: readonly Attribute[],
): Promise<boolean> => {
  const { verdict } = await climb(setsFor(nas, known), async (names) => {
    const attributes = [...disconnectAttributes(nas, known, names, asking.server.world.now()), ...more];
    const answer = await askNas(asking, { nas, stillHolds }, { means, attributes });
    return typeof answer === "string" ? answer : verdictOf(answer);
  });
  return verdict === "done" || verdict === "gone";
};

/** The device stays where the family can ask again so; else, and where that fails, it is sent away and comes back. */
const isAskedAgain = async (asking: Asking, nas: Nas, known: Known): Promise<boolean> => {
  const { askAgain } = VENDORS[nas.kind];
  if (askAgain && (await isDone(asking, nas, known, "coa", askAgain))) return true;
  return isDone(asking, nas, known, "disconnect", []);
};

const askAgain = async (asking: Asking, nas: Nas, { mac, loginId, nasSessionId }: Led): Promise<void> => {
  const leave = asking.room.enter(nas);
  const known = { mac, loginId, nasSessionId, address: "" };
  const isAsked = leave && (await isAskedAgain(asking, nas, known).finally(leave));
  if (!isAsked) recordFault(asking.server.world, { nasId: nas.id, source: "", reason: "not-asked-again" });
};

/**
 * Has a NAS ask again about the devices it led to the portal on which somebody signed in; where it is told down its own
 * connection, only by who has one. What fails is not owed: the NAS asks by itself when the time it was given is over.
 */
export const askAllAgain = async (asking: Asking, nasId: number): Promise<void> => {
  const { world, nasTable } = asking.server;
  const nas = nasTable.byId(nasId);
  if (!nas || !takesChanges(nas) || isAway(asking, nas)) return;
  const asked: Promise<void>[] = [];
  for (
    let led = await nextAskedAgain(world.redis, nasId);
    led;
    led = await nextAskedAgain(world.redis, nasId)
  )
    asked.push(askAgain(asking, nas, led));
  await Promise.all(asked);
};

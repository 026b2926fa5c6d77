import { faultsSince } from "#access/attempt/faults";
import type { CountedFault } from "#access/attempt/pending";
import { listEvidence, type StoredEvidence } from "#access/nas/evidence-store";
import { nasStates } from "#access/nas/store";
import { localDay } from "#access/quota/period";
import type { World } from "#access/runtime/world";
import { openSessionsByNas } from "#access/session/store";
import { DEFAULT_ZONE } from "#access/site/site";
import { looksReversed } from "./direction.ts";
import { groupBy } from "./group.ts";
import { signaturesOf } from "./posture.ts";
import type { AccessPoint, Stranger } from "./shapes.ts";
import { stateOf } from "./state.ts";
import {
  type ChangeCount,
  changesByNas,
  type NasTruth,
  type PlacedNas,
  placedNas,
  truthByNas,
} from "./store.ts";

const DAY_MS = 86_400_000;
/** Faults that say: the secret there is not the secret here. */
const MISMATCH: readonly string[] = ["message-authenticator-wrong", "request-authenticator-wrong"];

/** What is known of all access points, read in one round. */
export type Gathered = {
  readonly placed: readonly PlacedNas[];
  readonly heardAt: ReadonlyMap<number, number | null>;
  readonly online: ReadonlyMap<number, number>;
  readonly faults: readonly CountedFault[];
  readonly changes: ReadonlyMap<number, ChangeCount>;
  readonly evidence: ReadonlyMap<number, StoredEvidence>;
  readonly truth: ReadonlyMap<number, NasTruth>;
};

/** Reads what the pages about access points show; faults of today, changes of the last 24 hours, their truth over 30 days, octets of a week. */
export const gather = async (world: World): Promise<Gathered> => {
  const { database } = world;
  const at = world.now();
  const [placed, states, open, faults, changes, truth] = await Promise.all([
    placedNas(database),
    nasStates(database),
    openSessionsByNas(database),
    faultsSince(database, localDay(at, DEFAULT_ZONE)),
    changesByNas(database, at - DAY_MS),
    truthByNas(database, at - 30 * DAY_MS, at - 7 * DAY_MS),
  ]);
  return {
    placed,
    heardAt: new Map(states.map((state) => [state.nasId, state.lastHeardAt])),
    online: new Map(open.map(({ nasId, count }) => [nasId, count])),
    faults,
    changes: new Map(changes.map((change) => [change.nasId, change])),
    evidence: new Map((await listEvidence(database)).map((each) => [each.nasId, each])),
    truth: new Map(truth.map((one) => [one.nasId, one])),
  };
};

/** Faults of one access point by reason, whatever addresses they came from. */
const faultsOf = (faults: readonly CountedFault[]): AccessPoint["faults"] => {
  const byReason = new Map<string, AccessPoint["faults"][number]>();
  for (const { reason, count, lastAt } of faults) {
    const known = byReason.get(reason) ?? { reason, count: 0, lastAt: 0 };
    byReason.set(reason, { reason, count: known.count + count, lastAt: Math.max(known.lastAt, lastAt) });
  }
  return [...byReason.values()];
};

const mismatchAt = (faults: AccessPoint["faults"]): number | null =>
  faults
    .filter(({ reason }) => MISMATCH.includes(reason))
    .reduce<number | null>((at, fault) => Math.max(at ?? 0, fault.lastAt), null);

const NO_TRUTH = { sent: 0, seen: 0, changeFault: null, up: 0, down: 0, sessions: 0 } as const;
const NO_CHANGES = { sent: 0, acknowledged: 0, refused: 0, silent: 0 };

/** A block of one address as that address: "10.0.0.1/32" is how PostgreSQL says 10.0.0.1. */
const plainly = (block: string): string => block.replace(block.includes(":") ? /\/128$/ : /\/32$/, "");

/** Every access point as the panel shows it; pure. */
export const accessPointsOf = (gathered: Gathered, at: number): AccessPoint[] => {
  const byNas = groupBy(gathered.faults, (fault) => fault.nasId);
  return gathered.placed.map((placed) => {
    const { interimSeconds, messageAuthenticator, omitsReplySignature, radsecRequired, ...shown } = placed;
    const signing = { messageAuthenticator, omitsReplySignature, radsecRequired };
    const faults = faultsOf(byNas.get(placed.id) ?? []);
    const lastHeardAt = gathered.heardAt.get(placed.id) ?? null;
    const { sent, acknowledged, refused, silent } = gathered.changes.get(placed.id) ?? NO_CHANGES;
    const truth = gathered.truth.get(placed.id) ?? NO_TRUTH;
    return {
      ...shown,
      addresses: shown.addresses.map(plainly),
      state: stateOf(
        { enabled: placed.enabled, lastHeardAt, interimSeconds, mismatchAt: mismatchAt(faults) },
        at,
      ),
      online: gathered.online.get(placed.id) ?? 0,
      lastHeardAt,
      faults,
      signatures: signaturesOf(signing, gathered.evidence.get(placed.id)),
      changes: { sent, acknowledged, refused, silent },
      truth: { sent: truth.sent, seen: truth.seen },
      changeFault: truth.changeFault,
      looksReversed: looksReversed(truth),
    };
  });
};

/** Longest list of strangers shown; the latest are kept. */
const STRANGERS = 100;

/** Who sends packets and is not registered, the latest first; pure. */
export const strangersOf = (gathered: Gathered): Stranger[] =>
  gathered.faults
    .filter(({ nasId }) => nasId === 0)
    .slice(0, STRANGERS)
    .map(({ source, reason, count, lastAt }) => ({ source, reason, count, lastAt }));

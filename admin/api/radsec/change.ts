import type { Knex } from "knex";
import type { AuditAction, AuditDetail } from "#access/audit/audit";
import { announce } from "#access/notice/live";
import { Failure } from "#access/runtime/failure";
import type { World } from "#access/runtime/world";
import type { Staff } from "../../staff/staff.ts";
import { audited } from "../audited.ts";
import { type Refusal, refuse } from "../refusals.ts";
import { lockNas, type NamedRadsec, readRadsec } from "./store.ts";

/** A change of how an access point proves itself, with what the record says of it. */
type Change<Made> = {
  readonly action: AuditAction;
  readonly detail: AuditDetail;
  readonly make: (transaction: Knex) => Promise<Made>;
};

/** An access point that has nothing to prove itself with has no way in where it must use TLS, nor changes a way to it. */
const isShutOut = ({ required, changesBy, pskIdentity, fingerprint, name }: NamedRadsec): boolean =>
  (required || changesBy === "radsec") && pskIdentity === null && fingerprint === null && name === null;

const madeIn = async <Made>(
  transaction: Knex,
  world: World,
  staff: Staff,
  nasId: number,
  change: Change<Made>,
): Promise<Made | Refusal> => {
  await lockNas(transaction, nasId);
  const before = await readRadsec(transaction, nasId);
  if (!before) return refuse("not_found");
  const made = await change.make(transaction);
  const after = await readRadsec(transaction, nasId);
  // thrown, so that what was written is taken back
  if (!after || isShutOut(after)) throw new Failure("radsec_identity_missing", { nasId });
  const detail = { name: before.nasName, ...change.detail };
  const deed = { action: change.action, subjectKind: "access-point", subjectId: nasId, detail } as const;
  await audited(transaction, world, staff, deed);
  return made;
};

/**
 * Changes how an access point proves itself over TLS, leaves it in the record and tells the other programs.
 *
 * @returns what the change made
 * @throws Failure of the change itself; `radsec_identity_missing` where no way in would be left
 */
export const changeRadsec = async <Made>(
  world: World,
  staff: Staff,
  nasId: number,
  change: Change<Made>,
): Promise<Made | Refusal> => {
  const made = await world.database.transaction((transaction) =>
    madeIn(transaction, world, staff, nasId, change),
  );
  await announce(world.redis, { kind: "nas", id: nasId });
  return made;
};

import type { z } from "zod";
import { addNas } from "#access/nas/store";
import type { Waiting } from "#access/nas/waiting";
import { dismissWaiting, waitingOf } from "#access/nas/waiting-store";
import { announce } from "#access/notice/live";
import type { World } from "#access/runtime/world";
import { holdSite } from "#access/site/store";
import type { Staff } from "../../staff/staff.ts";
import { INTERIM } from "../access-points/addresses.ts";
import { coaPortOf, portalSecretFor } from "../access-points/new.ts";
import { audited } from "../audited.ts";
import type { acceptSchema } from "./shapes.ts";

type Wish = z.output<typeof acceptSchema>;

const EVERYWHERE = ["0.0.0.0/0", "::/0"] as const;

/** Whether it says who it is, so that it can be found among all that may send from anywhere. */
const hasName = ({ nasIdentifier, calledStation }: Waiting): boolean => nasIdentifier + calledStation !== "";

const nasOf = (waiting: Waiting, { anywhere, secret, ...wish }: Wish, portalSecret: string | null) => ({
  ...wish,
  portalSecret,
  coaPort: coaPortOf(wish.kind),
  interimSeconds: INTERIM,
  addresses: anywhere ? EVERYWHERE : [waiting.source],
  nasIdentifier: waiting.nasIdentifier || null,
  calledStations: waiting.calledStation ? [waiting.calledStation] : [],
  ...(secret !== null && { secret }),
  // What was never seen to sign may yet learn to; from anywhere nothing else than a signature proves it.
  messageAuthenticator: anywhere || waiting.signed ? ("require" as const) : ("auto" as const),
});

/** An access point just registered; the secret is shown once. */
type Accepted = {
  readonly id: number;
  readonly slug: string;
  readonly secret: string;
  readonly portalSecret: string | null;
  readonly nasIdentifier: string | null;
  readonly coaPort: number;
};

/**
 * Registers one who waits, with an audit entry, and tells the RADIUS servers.
 *
 * @returns undefined when there is none of this id or no such site, `nameless` when it may not come from anywhere since it has no name
 */
export const accept = async (
  world: World,
  staff: Staff,
  id: number,
  wish: Wish,
): Promise<Accepted | "nameless" | undefined> => {
  const portalSecret = portalSecretFor(wish.kind);
  const made = await world.database.transaction(async (transaction) => {
    const waiting = await waitingOf(transaction, id);
    if (!waiting || (await holdSite(transaction, wish.siteId)) === undefined) return undefined;
    if (wish.anywhere && !hasName(waiting)) return "nameless" as const;
    await dismissWaiting(transaction, id);
    const nas = nasOf(waiting, wish, portalSecret);
    const added = await addNas(world, transaction, nas);
    const { source, nasIdentifier } = waiting;
    await audited(transaction, world, staff, {
      action: "access-point.accepted",
      subjectKind: "access-point",
      subjectId: added.id,
      detail: { name: wish.name, kind: wish.kind, source, nasIdentifier, anywhere: wish.anywhere },
    });
    const { coaPort } = nas;
    return { ...added, portalSecret, coaPort, nasIdentifier: nasIdentifier || null };
  });
  if (made && made !== "nameless") await announce(world.redis, { kind: "nas", id: made.id });
  return made;
};

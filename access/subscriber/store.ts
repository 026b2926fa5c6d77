import type { Knex } from "knex";
import { instant } from "../postgres/instant.ts";
import { dateOf } from "../quota/calendar.ts";
import { Failure } from "../runtime/failure.ts";
import type { World } from "../runtime/world.ts";
import type { Subscriber, SubscriberStatus } from "./subscriber.ts";

const SUBSCRIBER = `s.id, s.plan_id as "planId", s.plan_since as "planSince", s.joined_at as "joinedAt",
  s.anchor_day as "anchorDay", s.status, s.status_reason as "statusReason", s.locale, s.home_site_id as "homeSiteId"`;

/** Any fixed number that is not another lock's. */
const ENROL_LOCK = 0x656e726f;

/** One person; null when there is none of this id. */
export const readSubscriber = async (database: Knex, id: number): Promise<Subscriber | null> => {
  const { rows } = await database.raw<{ rows: Subscriber[] }>(
    `select ${SUBSCRIBER} from subscribers s where s.id = :id`,
    { id },
  );
  return rows[0] ?? null;
};

const byBlind = async (database: Knex, blind: Buffer): Promise<Subscriber | null> => {
  const { rows } = await database.raw<{ rows: Subscriber[] }>(
    `select ${SUBSCRIBER} from identities i join subscribers s on s.id = i.subscriber_id
      where i.kind = 'phone' and i.blind = :blind`,
    { blind },
  );
  return rows[0] ?? null;
};

/** The person a phone number (E.164) belongs to; null when nobody enrolled with it. */
export const findByPhone = (world: World, e164: string): Promise<Subscriber | null> =>
  byBlind(world.database, world.keyring.blind("phone", e164));

/** Everybody who was seen with a device, the latest first. */
export const findByMac = async (database: Knex, mac: string): Promise<Subscriber[]> => {
  const { rows } = await database.raw<{ rows: Subscriber[] }>(
    `select ${SUBSCRIBER} from devices d join subscribers s on s.id = d.subscriber_id
      where d.mac = :mac::macaddr
      order by d.last_seen_at desc`,
    { mac },
  );
  return rows;
};

/** A person's phone number, E.164; null when none is known. */
export const phoneOf = async (world: World, id: number): Promise<string | null> => {
  const { rows } = await world.database.raw<{ rows: { sealed: Buffer }[] }>(
    `select sealed from identities where subscriber_id = :id and kind = 'phone' order by id limit 1`,
    { id },
  );
  return rows[0] ? world.keyring.open("phone", rows[0].sealed) : null;
};

/** Who comes with a phone number just verified, and where. */
export type Newcomer = {
  /** E.164 */
  readonly phone: string;
  readonly siteId: number;
  /** IANA zone of the site; the local day there begins the person's months */
  readonly zone: string;
  readonly locale: string;
};

const insertSubscriber = async (transaction: Knex, newcomer: Newcomer, at: number): Promise<number> => {
  const { rows } = await transaction.raw<{ rows: { id: number }[] }>(
    `insert into subscribers (plan_id, plan_since, joined_at, anchor_day, locale, home_site_id)
     select id, :at, :at, :anchorDay, :locale, :siteId from plans where is_default and archived_at is null
     returning id`,
    {
      at: instant(at),
      anchorDay: dateOf(at, newcomer.zone).day,
      locale: newcomer.locale,
      siteId: newcomer.siteId,
    },
  );
  if (!rows[0]) throw new Failure("plan_default_missing");
  return rows[0].id;
};

/** What enrolling came to. */
export type Enrolment = { readonly id: number; readonly isNew: boolean; readonly status: SubscriberStatus };

/**
 * The person of a verified phone number, made on the default plan when the number is new.
 *
 * One transaction; two at once with one number give one person, since they wait for one another.
 *
 * @throws Failure `plan_default_missing` when no plan is the default
 */
export const enrolByPhone = async (world: World, newcomer: Newcomer): Promise<Enrolment> => {
  const blind = world.keyring.blind("phone", newcomer.phone);
  const known = await byBlind(world.database, blind);
  if (known) return { id: known.id, isNew: false, status: known.status };
  return world.database.transaction(async (transaction) => {
    await transaction.raw(`select pg_advisory_xact_lock(:lock, :number)`, {
      lock: ENROL_LOCK,
      number: blind.readInt32BE(0),
    });
    const first = await byBlind(transaction, blind);
    if (first) return { id: first.id, isNew: false, status: first.status };
    const at = world.now();
    const id = await insertSubscriber(transaction, newcomer, at);
    await transaction("identities").insert({
      subscriber_id: id,
      kind: "phone",
      blind,
      sealed: world.keyring.seal("phone", newcomer.phone),
      verified_at: instant(at),
    });
    return { id, isNew: true, status: "active" };
  });
};

/**
 * Blocks a person or lets them in again; the caller announces it (`subscriber`) after commit.
 *
 * @throws Failure `subscriber_unknown`
 */
export const setStatus = async (
  transaction: Knex,
  id: number,
  status: SubscriberStatus,
  reason: string | null,
): Promise<void> => {
  const changed = await transaction("subscribers").where({ id }).update({ status, status_reason: reason });
  if (changed === 0) throw new Failure("subscriber_unknown", { id });
};

/**
 * Gives a person another plan from an instant (epoch ms) on; the caller announces it (`subscriber`) after commit.
 *
 * @throws Failure `subscriber_unknown`
 */
export const changePlan = async (
  transaction: Knex,
  change: { readonly subscriberId: number; readonly planId: number; readonly at: number },
): Promise<void> => {
  const changed = await transaction("subscribers")
    .where({ id: change.subscriberId })
    .update({ plan_id: change.planId, plan_since: instant(change.at) });
  if (changed === 0) throw new Failure("subscriber_unknown", { id: change.subscriberId });
};

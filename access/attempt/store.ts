import type { Knex } from "knex";
import { TO_THE_PORTAL } from "../device/remembered.ts";
import { FIRST_THING_ACCOUNT } from "../device/thing.ts";
import { instant } from "../postgres/instant.ts";
import type { CountedFault, HeardNas, Mark } from "./pending.ts";

/** How far a sign-in came: page opened, code sent, code typed, grant made, login at the NAS. */
type Step = "opened" | "code-sent" | "code" | "grant" | "login";

/** One step of a sign-in; `outcome` is `ok` or the code of what refused it. */
export type Attempt = {
  readonly step: Step;
  readonly outcome: string;
  readonly subscriberId?: number | null | undefined;
  readonly mac?: string | null | undefined;
  readonly nasId?: number | null | undefined;
  readonly siteId?: number | null | undefined;
};

/** Stores one step at an instant, epoch ms. */
export const insertAttempt = async (database: Knex, attempt: Attempt, at: number): Promise<void> => {
  await database("attempts").insert({
    at: instant(at),
    step: attempt.step,
    outcome: attempt.outcome,
    subscriber_id: attempt.subscriberId ?? null,
    mac: attempt.mac ?? null,
    nas_id: attempt.nasId ?? null,
    site_id: attempt.siteId ?? null,
  });
};

/** Logins at the NAS: how many were tried, how many succeeded, and how many ended how. */
export type AttemptCount = {
  readonly tries: number;
  readonly ok: number;
  readonly byOutcome: Readonly<Record<string, number>>;
};

/** Logins since an instant (epoch ms, say midnight); a thing's login, or a phone's to be remembered, is nobody's sign-in. */
export const attemptsToday = async (database: Knex, since: number): Promise<AttemptCount> => {
  const { rows } = await database.raw<{ rows: { outcome: string; count: number }[] }>(
    `select outcome, count(*) as count
       from (select outcome from attempts where step = 'login' and at >= :since
             union all
             select outcome from traces
              where at >= :since and (subscriber_id is null or subscriber_id < :firstThing)
                and outcome <> all(:toThePortal)) login
      group by outcome`,
    { since: instant(since), firstThing: FIRST_THING_ACCOUNT, toThePortal: TO_THE_PORTAL },
  );
  const byOutcome = Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
  return { tries: rows.reduce((sum, { count }) => sum + count, 0), ok: byOutcome["ok"] ?? 0, byOutcome };
};

/** One step of a person's sign-ins, as stored. */
export type StoredAttempt = {
  readonly at: number;
  readonly step: Step;
  readonly outcome: string;
  readonly mac: string | null;
  readonly nasId: number | null;
  readonly siteId: number | null;
};

/** A person's latest steps, newest first; logins are kept with why they were decided so (`../trace/store.ts`). */
export const attemptsOf = async (
  database: Knex,
  subscriberId: number,
  limit: number,
): Promise<StoredAttempt[]> => {
  const { rows } = await database.raw<{ rows: StoredAttempt[] }>(
    `select at, step, outcome, mac, nas_id as "nasId", site_id as "siteId"
       from (select at, step, outcome, mac, nas_id, site_id, id::text as turn from attempts
              where subscriber_id = :subscriberId
             union all
             select at, 'login', outcome, mac, nas_id, site_id, 'z' || entry from traces
              where subscriber_id = :subscriberId) attempt
      order by at desc, length(turn) desc, turn desc
      limit :limit`,
    { subscriberId, limit },
  );
  return rows;
};

/** Adds counted faults to those stored. Rows are locked in one order, so that two programs never wait in a circle. */
export const addFaults = async (database: Knex, faults: readonly CountedFault[]): Promise<void> => {
  if (faults.length === 0) return;
  await database.raw(
    `insert into nas_faults as f (nas_id, source, day, reason, count, last_at)
     select nas_id, source, day, reason, count, last_at
       from unnest(:nasIds::bigint[], :sources::text[], :days::date[], :reasons::text[], :counts::bigint[],
                   :lastAts::timestamptz[]) as given (nas_id, source, day, reason, count, last_at)
      order by nas_id, source, day, reason
     on conflict (nas_id, source, day, reason) do update set
       count = f.count + excluded.count, last_at = greatest(f.last_at, excluded.last_at)`,
    {
      nasIds: faults.map(({ nasId }) => nasId),
      sources: faults.map(({ source }) => source),
      days: faults.map(({ day }) => day),
      reasons: faults.map(({ reason }) => reason),
      counts: faults.map(({ count }) => count),
      lastAts: faults.map(({ lastAt }) => instant(lastAt)),
    },
  );
};

/** Faults counted on a day (`YYYY-MM-DD`) or later, the latest first. */
export const readFaults = async (database: Knex, day: string): Promise<CountedFault[]> => {
  const { rows } = await database.raw<{ rows: CountedFault[] }>(
    `select nas_id as "nasId", source, day::text as day, reason, count, last_at as "lastAt"
       from nas_faults
      where day >= :day
      order by last_at desc, nas_id, source, reason`,
    { day },
  );
  return rows;
};

const times = (heard: readonly HeardNas[], mark: Mark) =>
  heard.map((nas) => {
    const at = nas[mark];
    return at === undefined ? null : instant(at);
  });

/** Moves on when each NAS was last heard; a NAS that is gone is passed over. */
export const markHeard = async (database: Knex, heard: readonly HeardNas[]): Promise<void> => {
  if (heard.length === 0) return;
  await database.raw(
    `insert into nas_state as s (nas_id, last_heard_at, last_accounting_at, last_login_at)
     select given.nas_id, greatest(packet_at, accounting_at, login_at), accounting_at, login_at
       from unnest(:nasIds::bigint[], :packets::timestamptz[], :accountings::timestamptz[], :logins::timestamptz[])
            as given (nas_id, packet_at, accounting_at, login_at)
       join nas on nas.id = given.nas_id
      order by given.nas_id
     on conflict (nas_id) do update set
       last_heard_at = greatest(s.last_heard_at, excluded.last_heard_at),
       last_accounting_at = greatest(s.last_accounting_at, excluded.last_accounting_at),
       last_login_at = greatest(s.last_login_at, excluded.last_login_at)`,
    {
      nasIds: heard.map(({ nasId }) => nasId),
      packets: times(heard, "packet"),
      accountings: times(heard, "accounting"),
      logins: times(heard, "login"),
    },
  );
};

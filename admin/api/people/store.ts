import type { Knex } from "knex";
import type { ChangesBy } from "#access/nas/nas";
import { isReached } from "#access/vendors/reach";
import type { NasKind } from "#access/vendors/vendors";
import type { Change } from "./shapes.ts";

/** What places and access points are called. */
export type Names = {
  readonly sites: ReadonlyMap<number, string>;
  readonly accessPoints: ReadonlyMap<number, string>;
};

type Named = { id: number; name: string };

/** The names of all places and access points, also of those no longer in use: sessions of the past name them. */
export const readNames = async (database: Knex): Promise<Names> => {
  const [sites, accessPoints] = await Promise.all([
    database<Named>("sites").select("id", "name"),
    database<Named>("nas").select("id", "name"),
  ]);
  const mapOf = (rows: Named[]) => new Map(rows.map(({ id, name }) => [id, name]));
  return { sites: mapOf(sites), accessPoints: mapOf(accessPoints) };
};

/** A person's latest changes of authorization, newest first. */
export const changesOf = async (database: Knex, subscriberId: number, limit: number): Promise<Change[]> => {
  const { rows } = await database.raw<{ rows: Change[] }>(
    `select change.id, change.session_id as "sessionId", change.wish, change.cause, change.means,
            change.sent_at as "sentAt", change.answered_at as "answeredAt", change.answer, change.seen_at as "seenAt",
            change.ignored_at as "ignoredAt",
            coalesce(sites.name, '') as "siteName"
       from authorization_changes change
       left join nas on nas.id = change.nas_id left join sites on sites.id = nas.site_id
      where change.subscriber_id = :subscriberId
      order by change.id desc
      limit :limit`,
    { subscriberId, limit },
  );
  return rows;
};

/**
 * An open session, and whether its access point is told of changes at once, only when it authenticates the person again, or
 * not at all.
 */
export type OpenSession = { readonly id: string; readonly isTold: "now" | "reauthenticating" | "never" };

type OpenRow = {
  id: string;
  /** null where its access point is out of use */
  kind: NasKind | null;
  coaAddress: string | null;
  changesBy: ChangesBy;
  changeFault: "disabled" | "silent" | null;
  mayReauthenticate: boolean;
};

const isTold = ({ kind, mayReauthenticate, ...nas }: Omit<OpenRow, "id">): OpenSession["isTold"] => {
  if (kind === null) return "never";
  if (isReached({ kind, ...nas })) return "now";
  return mayReauthenticate ? "reauthenticating" : "never";
};

/** A person's open sessions. */
export const openSessions = async (database: Knex, subscriberId: number): Promise<OpenSession[]> => {
  const { rows } = await database.raw<{ rows: OpenRow[] }>(
    `select sessions.id, nas.kind, host(nas.coa_address) as "coaAddress", nas.changes_by as "changesBy",
            state.change_fault as "changeFault", nas.may_reauthenticate as "mayReauthenticate"
       from sessions
       left join nas on nas.id = sessions.nas_id and nas.archived_at is null
       left join nas_state state on state.nas_id = nas.id
      where sessions.subscriber_id = :subscriberId and sessions.ended_at is null`,
    { subscriberId },
  );
  return rows.map(({ id, ...nas }) => ({ id, isTold: isTold(nas) }));
};

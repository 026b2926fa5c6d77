import { createHash } from "node:crypto";
import type { Knex } from "knex";
import { instant } from "#access/postgres/instant";
import { octets } from "#access/runtime/random";
import type { SignedIn, Stage } from "./staff.ts";
import { type StaffRow, staffOf } from "./store.ts";

/** Seconds a session lives after its password; a half signed-in one has ten minutes to finish. */
const LIFE: Readonly<Record<Stage, number>> = { password: 600, full: 43_200 };
/** Seconds without a request after which a session is over. */
export const IDLE = 7_200;
/** Seconds between writes of the last request's instant, so that polling does not write. */
const SEEN_EVERY = 60;

const digest = (token: string): Buffer => createHash("sha256").update(token).digest();

/**
 * Begins a session.
 *
 * @returns the token, 256 random bits; only its hash is stored
 */
export const beginSession = async (
  database: Knex,
  staffId: number,
  stage: Stage,
  at: number,
): Promise<string> => {
  const token = octets(32).toString("base64url");
  await database("staff_sessions").insert({
    staff_id: staffId,
    token_hash: digest(token),
    stage,
    created_at: instant(at),
    last_seen_at: instant(at),
    expires_at: instant(at + LIFE[stage] * 1000),
  });
  return token;
};

type Row = StaffRow & { session_id: number; stage: Stage; last_seen_at: number };

const noteSeen = (database: Knex, row: Row, at: number): Promise<unknown> =>
  row.last_seen_at + SEEN_EVERY * 1000 > at
    ? Promise.resolve()
    : database("staff_sessions")
        .where({ id: row.session_id })
        .update({ last_seen_at: instant(at) });

/** Whose session a token is; undefined when it is none, over, revoked, or its owner was disabled. */
export const findSession = async (
  database: Knex,
  token: string,
  at: number,
): Promise<SignedIn | undefined> => {
  const row: Row | undefined = await database("staff_sessions as session")
    .join("staff", "staff.id", "session.staff_id")
    .where("session.token_hash", digest(token))
    .whereNull("session.revoked_at")
    .whereNull("staff.disabled_at")
    .where("session.expires_at", ">", instant(at))
    .where("session.last_seen_at", ">", instant(at - IDLE * 1000))
    .first("session.id as session_id", "session.stage", "session.last_seen_at", "staff.*", "staff.id as id");
  if (!row) return undefined;
  await noteSeen(database, row, at);
  return { sessionId: row.session_id, stage: row.stage, staff: staffOf(row) };
};

/** A session as its owner sees it. */
export type OwnSession = {
  readonly id: number;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
};

/** The owner's running sessions, the last used first. */
export const listSessions = (database: Knex, staffId: number, at: number): Promise<OwnSession[]> =>
  database("staff_sessions")
    .where({ staff_id: staffId })
    .whereNull("revoked_at")
    .where("expires_at", ">", instant(at))
    .where("last_seen_at", ">", instant(at - IDLE * 1000))
    .orderBy("last_seen_at", "desc")
    .limit(50)
    .select("id", "created_at as createdAt", "last_seen_at as lastSeenAt", "expires_at as expiresAt");

/** Ends one of the owner's sessions. @returns whether it was running */
export const revokeSession = async (
  database: Knex,
  staffId: number,
  sessionId: number,
  at: number,
): Promise<boolean> => {
  const changed = await database("staff_sessions")
    .where({ id: sessionId, staff_id: staffId })
    .whereNull("revoked_at")
    .update({ revoked_at: instant(at) });
  return changed === 1;
};

/** Ends all of the owner's sessions but one. */
export const revokeOthers = async (
  database: Knex,
  staffId: number,
  keep: number,
  at: number,
): Promise<void> => {
  await database("staff_sessions")
    .where({ staff_id: staffId })
    .whereNot({ id: keep })
    .whereNull("revoked_at")
    .update({ revoked_at: instant(at) });
};

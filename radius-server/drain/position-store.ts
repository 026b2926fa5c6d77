import { bigints, instants, texts } from "#access/postgres/columns";
import type { Connection, Statement } from "#access/postgres/connection";

const TURN: Statement = {
  name: "ledger-turn",
  text: `update ledger_turns set turns = turns + 1 returning turns`,
};

/**
 * Waits for whoever stores at the moment; nobody else does until the transaction ends.
 *
 * @returns how many turns there were: one more than after one's own last, unless somebody else had one between
 */
export const takeTurn = async (connection: Connection): Promise<number> => {
  const { rows } = await connection.ask<{ turns: number }>(TURN);
  return rows[0]?.turns ?? 0;
};

const MAKE: Statement = {
  name: "ledger-positions-make",
  text: `insert into ledger_positions (tag, position, committed_at)
    select unnest($1::bigint[]), '0-0', unnest($2::timestamptz[]) on conflict do nothing`,
};

/** Notes that streams are stored from their beginning, where nothing is noted of them. */
export const makePositions = async (
  connection: Connection,
  streams: readonly number[],
  now: number,
): Promise<void> => {
  await connection.ask(MAKE, [bigints(streams, (stream) => stream), instants(streams, () => now)]);
};

const LOCK: Statement = {
  name: "ledger-positions-lock",
  text: `select tag as stream, position from ledger_positions where tag = any($1::bigint[]) order by tag for update`,
};

/** How far streams are stored; nobody else moves that until the transaction ends. */
export const lockPositions = async (
  connection: Connection,
  streams: readonly number[],
): Promise<Map<number, string>> => {
  const { rows } = await connection.ask<{ stream: number; position: string }>(LOCK, [
    bigints(streams, (stream) => stream),
  ]);
  return new Map(rows.map(({ stream, position }) => [stream, position]));
};

const MOVE: Statement = {
  name: "ledger-positions-move",
  text: `update ledger_positions p set position = moved.position, committed_at = moved.at
    from (select unnest($1::bigint[]) as stream, unnest($2::text[]) as position, unnest($3::timestamptz[]) as at) moved
    where p.tag = moved.stream`,
};

/** Notes how far streams are stored. */
export const movePositions = async (
  connection: Connection,
  positions: ReadonlyMap<number, string>,
  now: number,
): Promise<void> => {
  const moved = [...positions];
  await connection.ask(MOVE, [
    bigints(moved, ([stream]) => stream),
    texts(moved, ([, position]) => position),
    instants(moved, () => now),
  ]);
};

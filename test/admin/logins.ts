import { openConnection } from "#access/postgres/connection";
import { type NewTrace, storeTraces } from "#access/trace/store";
import { traceText } from "#access/trace/trace";
import type { TestWorld } from "../setup/world.ts";

type Login = Pick<NewTrace, "nasId" | "outcome"> & Partial<Pick<NewTrace, "subscriberId" | "mac">>;

/** Keeps logins as the drain would, a minute after another, the last of them just now. */
export const keepLogins = async ({ settings, now }: TestWorld, logins: readonly Login[]): Promise<void> => {
  const connection = await openConnection(settings.DATABASE_URL);
  await storeTraces(
    logins.map((login, index) => ({
      ...{ subscriberId: null, mac: null, siteId: null, loginId: null, sessionId: null, ...login },
      at: now() - (logins.length - 1 - index) * 60_000,
      entry: `0:1-${index}:0`,
      trace: traceText({ code: login.outcome === "ok" ? 2 : 3, asked: { by: "pap", signed: true } }),
    })),
  )(connection);
  await connection.close();
};

import { expect } from "vitest";
import { issueGrant } from "#access/grant/issue";
import { announce } from "#access/notice/live";
import type { Policy } from "#access/plan/plan";
import { keys, tagOf } from "#access/redis/keys";
import { readSession } from "#access/session/live";
import type { LiveSession } from "#access/session/packed";
import { settle } from "#access/session/settle-live";
import { readTicket, type SessionRef } from "#access/session/ticket";
import { wishSession } from "#access/session/wish";
import { macText } from "#access/vendors/mac-text";
import { ATTRIBUTE } from "#radius-server/protocol/attributes";
import { loginRequest, reportRequest } from "../gateway.ts";
import type { House } from "../house.ts";
import type { RadsecClient } from "./client.ts";
import { type RadsecHome, radsecHome } from "./home.ts";
import type { Asked } from "./reverse.ts";

/** A person online over TLS. */
export type Guest = {
  readonly ref: SessionRef;
  readonly nasSessionId: string;
  /** whether a request names the session, by whatever names */
  readonly isMeant: (asked: Asked) => boolean;
  readonly session: () => Promise<LiveSession>;
  /** reports octets to the person so far */
  readonly report: (by: RadsecClient, down: number, status?: "Interim-Update" | "Stop") => Promise<unknown>;
  /** staff send the person away */
  readonly end: () => Promise<boolean>;
  /** rows of `authorization_changes` of the person, oldest first */
  readonly changes: () => Promise<readonly Record<string, unknown>[]>;
  /** when the session's change is due again, epoch ms; null when nothing is owed */
  readonly owed: () => Promise<number | null>;
};

/** A house whose NAS takes changes down its own connections. */
export type ReverseScene = {
  readonly home: RadsecHome;
  /** lets somebody online */
  readonly guest: (by: RadsecClient) => Promise<Guest>;
  /** closes what is open, so that nothing is owed any more */
  readonly emptied: () => Promise<void>;
  /** says something of the NAS, and waits until the server has heard of it */
  readonly say: (columns: Readonly<Record<string, unknown>>) => Promise<void>;
};

let people = 0;

/** Lets somebody online over a connection; the session is in PostgreSQL when it is there. */
export const guestOf = async (home: House, by: RadsecClient): Promise<Guest> => {
  const { world, nas } = home;
  const nasOverTls = { ...nas, secret: "radsec" };
  people += 1;
  const nasSessionId = String(80_000_000 + people);
  const mac = `a8:00:00:02:${people
    .toString(16)
    .padStart(4, "0")
    .replace(/..(?=.)/, "$&:")}`;
  const subscriberId = await home.enrol();
  const grant = await issueGrant(world, { subscriberId, nas, mac, clientIp: null, nasSessionId });
  if (grant.kind === "refused") throw new Error(grant.code);
  const accept = await by.ask(loginRequest(nasOverTls, { ...grant, mac, nasSessionId }));
  const classes = accept.all(ATTRIBUTE["Class"]);
  const at = world.now();
  await by.ask(reportRequest(nasOverTls, { status: "Start", nasSessionId, classes, eventAt: at }));
  const ref = readTicket(world.keyring, classes[0]!)!;
  const { sessionId } = ref;
  await expect.poll(() => world.database("sessions").where({ id: sessionId }).pluck("id")).toHaveLength(1);
  return {
    ref,
    nasSessionId,
    isMeant: ({ packet: { attributes } }) =>
      attributes["Acct-Session-Id"] === nasSessionId ||
      attributes["User-Name"] === grant.loginId ||
      attributes["Calling-Station-Id"] === macText("AA-BB", mac),
    session: async () => (await readSession(world.redis, ref))!,
    report: (through, down, status = "Interim-Update") =>
      through.ask(
        reportRequest(nasOverTls, { status, nasSessionId, classes, up: 0, down, seconds: 60, eventAt: at }),
      ),
    end: () => wishSession(world, ref, "end", "staff"),
    changes: () =>
      world
        .database("authorization_changes")
        .where({ session_id: sessionId })
        .orderBy("id")
        .select("wish", "cause", "means", "answer", "error_cause", "seen_at"),
    owed: async () => {
      const score = await world.redis.zscore(keys.due(tagOf(subscriberId)), `${subscriberId}:${sessionId}`);
      return score === null ? null : Number(score);
    },
  };
};

/** Opens it: changes go down its connections, and it has no address for them. */
export const reverseScene = async (policy: Partial<Policy> = {}): Promise<ReverseScene> => {
  const home = await radsecHome({ policy, nas: { coaAddress: null, changesBy: "radsec" } });
  const { world, nas } = home;
  const guests: Guest[] = [];
  return {
    home,
    guest: async (by) => {
      const guest = await guestOf(home, by);
      guests.push(guest);
      return guest;
    },
    emptied: async () => {
      const closing = { what: "close", cause: "emptied", onlySilentSince: null } as const;
      for (const { ref } of guests.splice(0)) await settle(world.redis, ref, closing, world.now());
    },
    say: async (columns) => {
      await world.database("nas").where({ id: nas.id }).update(columns);
      await announce(world.redis, { kind: "nas", id: nas.id });
    },
  };
};

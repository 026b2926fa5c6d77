import { attemptsOf } from "#access/attempt/store";
import { listAudit } from "#access/audit/store";
import { isPrivate } from "#access/device/notation";
import { type Device, devicesOf } from "#access/device/store";
import { readPlan } from "#access/plan/store";
import { standingOf } from "#access/quota/read-standing";
import type { World } from "#access/runtime/world";
import { readSessionOr } from "#access/session/live";
import { type StoredSession, sessionsOf } from "#access/session/store";
import type { SessionRef } from "#access/session/ticket";
import { masked } from "#access/subscriber/phone";
import { phoneOf, readSubscriber } from "#access/subscriber/store";
import type { Person, PersonSession } from "./shapes.ts";
import { changesOf, type Names, readNames } from "./store.ts";
import { timelineOf } from "./timeline.ts";
import { withheldOf } from "./withheld.ts";
import { claimsOf, markedSessions } from "./withheld-store.ts";

const SESSIONS = 30;
const CHANGES = 20;
const ATTEMPTS = 50;
const DEEDS = 50;

type Withheld = ReadonlyMap<string, PersonSession["withheld"]>;

/** What was withheld of a person's sessions, by session. */
const withheldBySession = async ({ database, now }: World, id: number): Promise<Withheld> => {
  const sessions = await markedSessions(database, id, SESSIONS);
  if (sessions.length === 0) return new Map();
  const since = Math.min(...sessions.map(({ startedAt }) => startedAt));
  const claims = await claimsOf(
    database,
    id,
    sessions.map((session) => session.id),
    since,
  );
  const claimOf = new Map(claims.map((claim) => [claim.sessionId, claim]));
  return new Map(sessions.map((each) => [each.id, withheldOf(each, claimOf.get(each.id), now())]));
};

const sessionOf = (session: StoredSession, names: Names, withheld: Withheld): PersonSession => {
  const { id, startedAt, endedAt, lastReportAt, endCause, mac, up, down, seconds, profile } = session;
  return {
    ...{ id, startedAt, endedAt, lastReportAt, endCause, mac, up, down, seconds, profile },
    withheld: withheld.get(id) ?? null,
    isUnreadable: false,
    siteName: names.sites.get(session.siteId) ?? "",
    accessPointName: names.accessPoints.get(session.nasId) ?? "",
  };
};

const deviceOf = (device: Device, names: Names): Person["devices"][number] => ({
  id: device.id,
  mac: device.mac,
  isRandom: isPrivate(device.mac),
  firstSeenAt: device.firstSeenAt,
  lastSeenAt: device.lastSeenAt,
  siteName: names.sites.get(device.lastSiteId ?? 0) ?? null,
});

const threadsOf = async (world: World, id: number, names: Names) => {
  const { database } = world;
  const [attempts, sessions, changes, deeds, withheld] = await Promise.all([
    attemptsOf(database, id, ATTEMPTS),
    sessionsOf(database, id, SESSIONS),
    changesOf(database, id, CHANGES),
    listAudit(database, { subjectKind: "person", subjectId: String(id), limit: DEEDS }),
    withheldBySession(world, id),
  ]);
  const shown = sessions.map((session) => sessionOf(session, names, withheld));
  return { attempts, changes, deeds, sessions: shown };
};

const liveOf = ({ redis }: World, ref: SessionRef) => readSessionOr(redis, ref, () => "unreadable" as const);

type Live = Awaited<ReturnType<typeof liveOf>>;

/** Running sessions as Redis has them, by id. */
const runningOf = async (
  world: World,
  subscriberId: number,
  sessions: readonly PersonSession[],
): Promise<ReadonlyMap<string, Live>> => {
  const running = sessions.filter(({ endedAt }) => endedAt === null);
  const live = running.map(
    async ({ id }) => [id, await liveOf(world, { subscriberId, sessionId: id })] as const,
  );
  return new Map(await Promise.all(live));
};

/** What is wished of running sessions and waits for its access point. */
const owedOf = (running: ReadonlyMap<string, Live>, sessions: readonly PersonSession[]): Person["owed"] =>
  sessions.flatMap(({ id: sessionId, siteName }) => {
    const live = running.get(sessionId);
    return live && live !== "unreadable" && live.wish
      ? [{ sessionId, wish: live.wish, cause: live.wishCause, siteName }]
      : [];
  });

/** Everything about a person that a page shows; undefined when there is none of this id. */
export const readPerson = async (world: World, id: number): Promise<Person | undefined> => {
  const { database } = world;
  const subscriber = await readSubscriber(database, id);
  if (!subscriber) return undefined;
  const names = await readNames(database);
  const [threads, devices, plan, phone, standing] = await Promise.all([
    threadsOf(world, id, names),
    devicesOf(database, id),
    readPlan(database, subscriber.planId),
    phoneOf(world, id),
    standingOf(world, id),
  ]);
  const running = await runningOf(world, id, threads.sessions);
  const { status, statusReason, joinedAt, locale, planId } = subscriber;
  return {
    ...{ id, status, statusReason, joinedAt, locale },
    maskedPhone: phone === null ? null : masked(phone),
    plan: { id: planId, name: plan?.name ?? standing.planName },
    profile: standing.profile,
    lines: standing.lines.map(({ of, per, limit, used, left, resetsAt }) => ({
      of,
      per,
      limit,
      used,
      left,
      resetsAt,
    })),
    devices: devices.map((device) => deviceOf(device, names)),
    sessions: threads.sessions.map((session) => ({
      ...session,
      isUnreadable: running.get(session.id) === "unreadable",
    })),
    changes: threads.changes,
    owed: owedOf(running, threads.sessions),
    timeline: timelineOf(threads, names),
  };
};

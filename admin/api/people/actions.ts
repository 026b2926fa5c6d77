import type { Knex } from "knex";
import { announce } from "#access/notice/live";
import { readPlan } from "#access/plan/store";
import { standingOf } from "#access/quota/read-standing";
import type { Line } from "#access/quota/standing";
import { giveMore } from "#access/quota/top-up-store";
import type { World } from "#access/runtime/world";
import { type Confirmed, confirmWithheld } from "#access/session/confirm";
import { refill } from "#access/session/refill";
import { wishSession } from "#access/session/wish";
import { changePlan, readSubscriber, setStatus } from "#access/subscriber/store";
import type { Staff } from "../../staff/staff.ts";
import { audited, auditedChange, type Deed } from "../audited.ts";
import { type Refusal, refuse } from "../refusals.ts";
import type { Acted } from "./shapes.ts";
import { type OpenSession, openSessions } from "./store.ts";

/** A member of staff doing something to a person. */
export type Act = { readonly world: World; readonly staff: Staff; readonly id: number };

/** Asks that sessions end. @param cause  `staff` for an order that stands; `blocked` for one that ends with the block */
const end = async (
  { world, id }: Act,
  sessions: readonly OpenSession[],
  cause: "staff" | "blocked",
): Promise<void> => {
  await Promise.all(
    sessions.map((session) => wishSession(world, { subscriberId: id, sessionId: session.id }, "end", cause)),
  );
};

/** What an action comes to for the sessions it concerns. */
const actedOn = (sessions: readonly OpenSession[]): Acted => ({
  sessions: sessions.length,
  reauthenticating: sessions.filter(({ isTold }) => isTold === "reauthenticating").length,
  unreached: sessions.filter(({ isTold }) => isTold === "never").length,
});

/** Changes a person and says so in one transaction; the running programs hear of it after. */
const change = async (
  act: Act,
  deed: Omit<Deed, "subjectKind" | "subjectId">,
  write: (transaction: Knex) => Promise<unknown>,
) => {
  const { world, staff, id } = act;
  await auditedChange(world, staff, async (transaction) => {
    await write(transaction);
    return { ...deed, subjectKind: "person", subjectId: id };
  });
  await refill(world, [id]); // what is asked next must not see the old, even while no RADIUS server listens
  await announce(world.redis, { kind: "subscriber", id });
};

/** Ends one running session of a person, or all. */
export const disconnect = async (act: Act, sessionId: string | undefined): Promise<Acted | Refusal> => {
  const { world, staff, id } = act;
  const open = await openSessions(world.database, id);
  const wanted = sessionId === undefined ? open : open.filter((known) => known.id === sessionId);
  if (wanted.length === 0) return refuse("nothing_to_end");
  const detail = { sessions: wanted.length };
  await audited(world.database, world, staff, {
    action: "person.disconnected",
    subjectKind: "person",
    subjectId: id,
    detail,
  });
  await end(act, wanted, "staff");
  return actedOn(wanted);
};

/** Charges what was withheld of a session, since somebody looked and found it true. */
export const chargeWithheld = async (act: Act, sessionId: string): Promise<Confirmed | Refusal> => {
  const { world, staff, id } = act;
  const charged = await confirmWithheld(world, { subscriberId: id, sessionId });
  if (!charged) return refuse("not_found");
  await audited(world.database, world, staff, {
    action: "person.withheld-charged",
    subjectKind: "person",
    subjectId: id,
    detail: { sessionId, ...charged },
  });
  return charged;
};

/** Blocks a person and ends what runs. */
export const block = async (act: Act, reason: string): Promise<Acted> => {
  await change(act, { action: "person.blocked", detail: { reason } }, (transaction) =>
    setStatus(transaction, act.id, "blocked", reason),
  );
  const open = await openSessions(act.world.database, act.id);
  await end(act, open, "blocked");
  return actedOn(open);
};

/** Lets a blocked person in again. */
export const unblock = async (act: Act): Promise<Acted> => {
  await change(act, { action: "person.unblocked" }, (transaction) =>
    setStatus(transaction, act.id, "active", null),
  );
  return actedOn([]);
};

type GivenLine = Line & { readonly startsAt: number; readonly per: Exclude<Line["per"], "session"> };

/** The allowance a gift goes on: the day's where there is one, else the one with the least left. */
const lineFor = (lines: readonly Line[], of: Line["of"]): GivenLine | undefined =>
  lines
    .filter((line): line is GivenLine => line.of === of && line.per !== "session" && line.startsAt !== null)
    .sort((a, b) => Number(b.per === "day") - Number(a.per === "day") || a.left - b.left)[0];

/** Gives a person more octets or seconds for the period that runs. */
export const more = async (act: Act, gift: { of: Line["of"]; amount: number }): Promise<Acted | Refusal> => {
  const { world, staff, id } = act;
  if (!(await readSubscriber(world.database, id))) return refuse("not_found");
  const line = lineFor((await standingOf(world, id)).lines, gift.of);
  if (!line) return refuse("no_such_limit");
  const { per, startsAt: periodStartsAt } = line;
  await change(act, { action: "person.given-more", detail: { ...gift, per } }, (transaction) =>
    giveMore(transaction, {
      ...gift,
      ...{ per, periodStartsAt, subscriberId: id, givenBy: staff.id, reason: null, at: world.now() },
    }),
  );
  return actedOn(await openSessions(world.database, id));
};

/** Gives a person another plan, from now on. */
export const replan = async (act: Act, planId: number): Promise<Acted | Refusal> => {
  const { world, id } = act;
  const plan = await readPlan(world.database, planId);
  if (!plan) return refuse("not_found");
  await change(act, { action: "person.plan-changed", detail: { plan: plan.code } }, (transaction) =>
    changePlan(transaction, { subscriberId: id, planId, at: world.now() }),
  );
  return actedOn(await openSessions(world.database, id));
};

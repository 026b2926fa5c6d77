import { isThingAccount } from "#access/device/thing";
import type { World } from "#access/runtime/world";
import { DEFAULT_ZONE } from "#access/site/site";
import { personSentence, staffSentence } from "#access/trace/sentence";
import { listTraces, type StoredTrace, type TraceWish } from "#access/trace/store";
import { noteLooks } from "../people/look.ts";
import { type Names, readNames } from "../people/store.ts";
import { route } from "../route.ts";
import { type Explained, explainBodySchema, explainedSchema } from "./shapes.ts";

type Decision = Explained["decisions"][number];

const decisionOf = ({ entry: _entry, nasId, siteId, ...stored }: StoredTrace, names: Names): Decision => {
  const expectedNasName = names.accessPoints.get(stored.trace.expected?.nasId ?? 0);
  const told = { ...stored, zone: DEFAULT_ZONE, ...(expectedNasName && { expectedNasName }) };
  const { subscriberId } = stored;
  return {
    ...stored,
    subscriberId: subscriberId === null || isThingAccount(subscriberId) ? null : subscriberId,
    accessPointName: names.accessPoints.get(nasId) ?? "",
    siteName: names.sites.get(siteId ?? 0) ?? "",
    staff: staffSentence(told),
    person: personSentence(stored.outcome),
    trace: { ...stored.trace },
  };
};

const explain = async ({ database }: World, wish: TraceWish): Promise<Explained> => {
  const [traces, names] = await Promise.all([listTraces(database, wish), readNames(database)]);
  return { decisions: traces.map((trace) => decisionOf(trace, names)) };
};

/** The people decisions are about. */
const peopleIn = ({ decisions }: Explained): ReadonlySet<number> =>
  new Set(decisions.flatMap(({ subscriberId }) => subscriberId ?? []));

/** Why logins were decided as they were. */
export const explainRoutes = [
  route({
    method: "post",
    path: "/api/explain",
    summary:
      "Why the latest logins of a person, a device or an access point were decided as they were, kept 30 days; every look at a person is remembered; not a GET, so that no device is in an address",
    needs: "see-people",
    body: explainBodySchema,
    answer: explainedSchema,
    handle: async ({ world, signedIn, body }) => {
      const { subscriberId, mac, nasId, limit } = body;
      const by =
        subscriberId !== undefined ? { subscriberId } : mac !== undefined ? { mac } : { nasId: nasId ?? 0 };
      const explained = await explain(world, { by, before: body.before ?? world.now() + 1, limit });
      await noteLooks(world, signedIn.staff, peopleIn(explained));
      return explained;
    },
  }),
] as const;

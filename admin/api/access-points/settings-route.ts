import type { AuditDetail } from "#access/audit/audit";
import { exactMac } from "#access/device/notation";
import { addressOf } from "#access/nas/address";
import { type NasSettings, setSettings } from "#access/nas/settings-store";
import { announce } from "#access/notice/live";
import { holdSite } from "#access/site/store";
import { audited } from "../audited.ts";
import { doneSchema, idParams } from "../me/shapes.ts";
import { isRefusal, refuse } from "../refusals.ts";
import { route } from "../route.ts";
import { type SetSettings, settingsSchema } from "./settings-shapes.ts";

/** What a form says, addresses in the one notation that is kept and each radio once; an empty name is none. */
const settingsIn = (body: SetSettings): NasSettings => ({
  ...body,
  coaAddress: body.coaAddress && addressOf(body.coaAddress),
  calledStations: [...new Set(body.calledStations.map((text) => exactMac(text) ?? text))],
  profileNames: Object.fromEntries(Object.entries(body.profileNames).filter(([, name]) => name !== "")),
});

const plain = ({ siteId, calledStations, profileNames, ...rest }: NasSettings): AuditDetail => ({
  ...rest,
  site: siteId,
  calledStations: calledStations.join(" "),
  fullName: profileNames.full ?? "",
  slowName: profileNames.slow ?? "",
  governmentOnlyName: profileNames["government-only"] ?? "",
});

/** What is other than it was, a place by its name; with the access point's name before, to know it by. */
const differences = (before: NasSettings, after: NasSettings, siteName: string): AuditDetail => {
  const was = plain(before);
  const changed = Object.entries(plain(after)).filter(([name, value]) => was[name] !== value);
  const said = changed.map(([name, value]) => [name, name === "site" ? siteName : value] as const);
  return { accessPoint: before.name, ...Object.fromEntries(said) };
};

/** What an access point is called, where it stands, and how its sessions are to be understood. */
export const settingsRoute = route({
  method: "put",
  path: "/api/access-points/{id}/settings",
  summary: "Say where an access point stands, and how its sessions and reports are to be understood",
  needs: "change-access-points",
  params: idParams,
  body: settingsSchema,
  answer: doneSchema,
  handle: async ({ world, signedIn, params, body }) => {
    const settings = settingsIn(body);
    const refusal = await world.database.transaction(async (transaction) => {
      const siteName = await holdSite(transaction, settings.siteId);
      if (siteName === undefined) return refuse("not_found");
      const before = await setSettings(transaction, params.id, settings, world.now());
      await audited(transaction, world, signedIn.staff, {
        action: "access-point.settings-changed",
        subjectKind: "access-point",
        subjectId: params.id,
        detail: differences(before, settings, siteName),
      });
      return undefined;
    });
    if (isRefusal(refusal)) return refusal;
    await announce(world.redis, { kind: "nas", id: params.id });
    return { done: true as const };
  },
});

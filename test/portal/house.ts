import type { NewNas } from "#access/nas/store";
import { addNas } from "#access/nas/store";
import { closeNasTable } from "#access/nas/table";
import type { Policy } from "#access/plan/plan";
import { addPlan } from "#access/plan/store";
import { keys } from "#access/redis/keys";
import type { Settings } from "#access/runtime/settings";
import { sessionOfGrant } from "#access/session/name";
import { openAlone } from "#access/session/open-live";
import { addSite } from "#access/site/store";
import { firstTerms } from "#access/terms/first-terms";
import { publishTerms } from "#access/terms/store";
import { start } from "#portal/start";
import { OPEN } from "../setup/policies.ts";
import { testWorld } from "../setup/world.ts";
import { REDIRECTS, type Redirect, signedUam } from "./gateway.ts";

/** Plan of the tests: 2 GB and 6 hours a day, slow at the end. */
const DAILY: Policy = {
  ...OPEN,
  allowances: [
    { of: "octets", per: "day", amount: 2_000_000_000 },
    { of: "seconds", per: "day", amount: 21_600 },
  ],
  downKbps: 10_000,
  atEnd: { kind: "slow", downKbps: 512, upKbps: 256 },
};

const UAM_SECRET = "s3cret-uam";

/** One NAS of each family at one site, all on 10.1.0.1. */
const FAMILIES: Readonly<Record<string, Omit<NewNas, "siteId">>> = {
  "cho-uam": {
    name: "Chợ 1",
    kind: "coovachilli",
    addresses: ["127.0.0.1/32"],
    portalSecret: UAM_SECRET,
    loginOrigins: ["http://10.1.0.1:*"],
  },
  "cho-mikrotik": {
    name: "Chợ 2",
    kind: "mikrotik",
    addresses: ["127.0.0.2/32"],
    loginOrigins: ["http://10.1.0.1"],
  },
  "cho-generic": {
    name: "Chợ 3",
    kind: "generic",
    addresses: ["127.0.0.3/32"],
    loginOrigins: ["http://10.1.0.1"],
  },
};

/** A running portal with a site, a plan, terms and a NAS of each family, and a browser to walk through it. */
export const openHouse = async (
  wishes: { readonly policy?: Policy; readonly settings?: Partial<Settings>; readonly terms?: boolean } = {},
) => {
  const world = await testWorld(wishes.settings ? { settings: wishes.settings } : {});
  const siteId = await addSite(world.database, {
    parentId: null,
    kind: "site",
    code: "cho-dong-ha",
    name: "Chợ Đông Hà",
  });
  await addPlan(world.database, {
    code: "daily",
    name: { vi: "Hằng ngày", en: "Daily" },
    policy: wishes.policy ?? DAILY,
    isDefault: true,
  });
  for (const [slug, nas] of Object.entries(FAMILIES))
    await addNas(world, world.database, { ...nas, slug, siteId });
  if (wishes.terms !== false) await publishTerms(world.database, firstTerms, world.now());
  const program = await start(world);

  const visit = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(new URL(path, program.url), { redirect: "manual", ...init });
    return {
      status: response.status,
      headers: response.headers,
      location: response.headers.get("location"),
      html: await response.text(),
    };
  };

  return {
    world,
    url: program.url,
    siteId,
    visit,
    /** the path a gateway of the family sends a browser to */
    redirect: (family: "uam" | "mikrotik" | "generic", redirect: Redirect = {}, more = ""): string => {
      const query = REDIRECTS[family](redirect) + more;
      const portalUrl = new URL(`/cho-${family}`, world.settings.PORTAL_URL).href;
      return `/cho-${family}?${family === "uam" ? signedUam(query, portalUrl, UAM_SECRET) : query}`;
    },
    /** posts a form and follows the portal's own redirects, as a browser without script and cookies does */
    post: async (path: string, fields: Record<string, string> = {}) => {
      const answer = await visit(path, { method: "POST", body: new URLSearchParams(fields) });
      return answer.location?.startsWith("/") ? visit(answer.location) : answer;
    },
    /** the newest message on the pretend phone of a number, E.164 */
    message: async (e164: string): Promise<string> =>
      (await world.redis.lindex(keys.labSms(world.keyring.blind("lab-sms", e164).toString("hex")), 0)) ?? "",
    /** what a RADIUS server does when the gateway asks: takes the grant and opens a session */
    letOnline: async (loginId: string, mac: string) => {
      const grant = await world
        .database("subscribers")
        .first<{ id: number; plan_id: number }>("id", "plan_id");
      if (!grant) throw new Error("nobody enrolled");
      const nas = await world.database("nas").where({ kind: "mikrotik" }).first<{ id: number }>("id");
      return openAlone(world)({
        subscriberId: grant.id,
        sessionId: sessionOfGrant(loginId),
        mac,
        at: world.now(),
        devices: null,
        keptUntil: 0,
        requestKey: "request",
        nasId: nas?.id ?? 0,
        siteId,
        planId: grant.plan_id,
        loginId,
        nasSessionId: "80000001",
        address: "10.1.0.23",
        profile: "full",
        mayReauthenticate: false,
      });
    },
    close: async () => {
      await program.stop();
      await closeNasTable(world);
      await world.close();
    },
  };
};

/** A running portal and a browser in front of it. */
export type House = Awaited<ReturnType<typeof openHouse>>;

/** The path a page's forms post to. */
export const pathOf = (html: string): string => /action="(\/v\/[0-9a-z]{26})\//.exec(html)?.[1] ?? "";

/** What a page announces. */
export const alertOf = (html: string): string | null =>
  /role="alert">([^<]*)</.exec(html)?.[1]?.replaceAll("&#39;", "'") ?? null;

/** The code in a message. */
export const codeIn = (message: string): string => /#([0-9]{6})$/.exec(message)?.[1] ?? "";

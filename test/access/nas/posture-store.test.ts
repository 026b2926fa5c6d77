import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unseen, withSign } from "#access/nas/evidence";
import { addEvidence, requireWhereProved } from "#access/nas/evidence-store";
import { setSignatures } from "#access/nas/posture-store";
import { type NasSettings, setSettings } from "#access/nas/settings-store";
import { addNas, listNas } from "#access/nas/store";
import { addSite } from "#access/site/store";
import { type TestWorld, testWorld } from "../../setup/world.ts";

const HOUR = 3_600_000;
const AUTO = { mode: "auto", omitsReplySignature: false } as const;

let world: TestWorld;
let siteId: number;
let nasId: number;
beforeAll(async () => {
  world = await testWorld();
  siteId = await addSite(world.database, { parentId: null, kind: "site", code: "s", name: "Chợ" });
  const nas = { siteId, name: "Cổng", kind: "generic", addresses: ["10.1.2.3"] } as const;
  nasId = (await addNas(world, world.database, nas)).id;
});
afterAll(() => world.close());

/** Whether somebody waits for a lock that another one holds. */
const isSomebodyWaiting = async (): Promise<boolean> => {
  const { rows } = await world.database.raw<{ rows: { waits: boolean }[] }>(
    `select exists (select from pg_stat_activity
                     where datname = current_database() and wait_event_type = 'Lock') as waits`,
  );
  return rows[0]?.waits ?? false;
};

/** Somewhat more than is asked for to require the Message-Authenticator. */
const proof = () => {
  const at = world.now();
  const signs = Array.from({ length: 30 }, (_, index) => at - 2 * HOUR + index * (HOUR / 10));
  return signs.reduce((known, signedAt) => withSign(known, "signed", signedAt), unseen(nasId));
};

describe("what staff say of an access point's signatures while its evidence is stored", () => {
  it("waits for the evidence, and neither for the other", async () => {
    await addEvidence(world.database, [unseen(nasId)]);
    await setSignatures(world.database, nasId, AUTO, world.now());
    let said: Promise<void> | undefined;
    const required = await world.database.transaction(async (observer) => {
      await addEvidence(observer, [proof()]);
      said = world.database.transaction((staff) => setSignatures(staff, nasId, AUTO, world.now()));
      said.catch(() => {}); // awaited below
      await expect.poll(isSomebodyWaiting).toBe(true);
      return requireWhereProved(observer, [nasId], world.now());
    });
    await said;
    expect(required).toEqual([nasId]);
    const nas = (await listNas(world)).find(({ id }) => id === nasId);
    expect(nas?.messageAuthenticator).toBe("auto");
  });
});

describe("what staff say of an access point", () => {
  it("keeps nothing that only names it waiting until it is committed", async () => {
    const settings: NasSettings = {
      siteId,
      name: "Cổng",
      viewpoint: "nas",
      coaAddress: null,
      coaPort: 3799,
      changesBy: "udp",
      mayReauthenticate: false,
      macForm: null,
      signsChanges: null,
      stampsChanges: null,
      fastestKbps: null,
      renewEvery: null,
      calledStations: [],
      leadsBy: null,
      profileNames: {},
    };
    await world.database("nas_evidence").where({ nas_id: nasId }).delete();
    await world.database.transaction(async (staff) => {
      await setSettings(staff, nasId, settings, world.now());
      await world.database.transaction(async (observer) => {
        await observer.raw("set local lock_timeout = '2s'");
        await addEvidence(observer, [unseen(nasId)]);
      });
    });
  });
});

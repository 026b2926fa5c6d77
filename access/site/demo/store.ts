import type { Knex } from "knex";
import { DEMO_PLANS, SHOWROOM_POLICY } from "../../plan/demo.ts";
import { octets } from "../../runtime/random.ts";
import type { World } from "../../runtime/world.ts";
import { fold } from "../fold.ts";
import { COMMUNES, RANK_WORD } from "./communes.ts";
import { ACCESS_POINTS, type AccessPoint, HOTSPOTS } from "./hotspots.ts";
import { SHOWROOM } from "./places.ts";

type SiteRow = { readonly id: number; readonly code: string };
type Ids = ReadonlyMap<string, number>;

const PROVINCE = { code: "44", name: "Tỉnh Quảng Trị", latitude: 17.05, longitude: 106.75 };
const ZONE = "Asia/Ho_Chi_Minh";

/** Whether the demonstration has been loaded before. */
export const hasDemo = async (database: Knex): Promise<boolean> =>
  (await database("sites").where({ demo: true }).first("id")) !== undefined;

/** Lets one process load at a time; held until the transaction ends. */
export const lockDemo = async (transaction: Knex.Transaction): Promise<void> => {
  await transaction.raw("select pg_advisory_xact_lock(hashtext('hien demo'))");
};

const addSites = async (transaction: Knex.Transaction, rows: readonly object[]): Promise<Ids> => {
  const made: SiteRow[] = await transaction("sites").insert(rows).returning(["id", "code"]);
  return new Map(made.map(({ id, code }) => [code, id]));
};

const place = (name: string) => ({ name, folded: fold(name), demo: true });

const addCommunes = (transaction: Knex.Transaction, provinceId: number): Promise<Ids> =>
  addSites(
    transaction,
    COMMUNES.map(({ code, rank, name, latitude, longitude }) => ({
      ...place(`${RANK_WORD[rank]} ${name}`),
      parent_id: provinceId,
      kind: "commune",
      code,
      latitude,
      longitude,
    })),
  );

const addHotspots = (transaction: Knex.Transaction, communes: Ids): Promise<Ids> =>
  addSites(
    transaction,
    HOTSPOTS.map(({ code, commune, name, latitude, longitude }) => ({
      ...place(name),
      parent_id: communes.get(commune),
      kind: "site",
      code,
      latitude,
      longitude,
    })),
  );

/** The province, its communes and their sites. @returns ids of the sites by code */
export const addPlaces = async (transaction: Knex.Transaction): Promise<Ids> => {
  const { name, ...rest } = PROVINCE;
  const province = await addSites(transaction, [{ ...place(name), ...rest, kind: "province", zone: ZONE }]);
  const communes = await addCommunes(transaction, province.get(PROVINCE.code) ?? 0);
  return addHotspots(transaction, communes);
};

/** The plans, and the showroom's smaller rules. */
export const addPlans = async (transaction: Knex.Transaction, hotspots: Ids): Promise<void> => {
  const made: SiteRow[] = await transaction("plans")
    .insert(
      DEMO_PLANS.map(({ code, name, policy, isDefault }) => ({
        code,
        name_vi: name.vi,
        name_en: name.en,
        policy: JSON.stringify(policy),
        is_default: isDefault,
        demo: true,
      })),
    )
    .returning(["id", "code"]);
  await transaction("plan_overrides").insert({
    plan_id: made.find(({ code }) => code === DEMO_PLANS.find((plan) => plan.isDefault)?.code)?.id,
    site_id: hotspots.get(SHOWROOM),
    policy: JSON.stringify(SHOWROOM_POLICY),
  });
};

/** A secret nobody chose: 192 bits in letters any device's form takes. */
const secret = (): string => octets(24).toString("base64url");

const nasRow = (world: World, hotspots: Ids) => (point: AccessPoint) => ({
  site_id: hotspots.get(point.hotspot),
  slug: point.slug,
  name: point.name,
  kind: point.kind,
  addresses: ["127.0.0.0/8"],
  nas_identifier: point.nasIdentifier,
  secret_sealed: world.keyring.seal("nas-secret", secret()),
  portal_secret_sealed: point.kind === "coovachilli" ? world.keyring.seal("nas-secret", secret()) : null,
  portal_url: `${world.settings.PORTAL_URL}/${point.slug}`,
  login_origins: ["http://127.0.0.1:*"],
  coa_address: "127.0.0.1",
  demo: true,
});

/** The access points, each with secrets of its own. */
export const addAccessPoints = async (
  world: World,
  transaction: Knex.Transaction,
  hotspots: Ids,
): Promise<void> => {
  await transaction("nas").insert(ACCESS_POINTS.map(nasRow(world, hotspots)));
};

/** Lets the access points send phones to where the portal is now; a changed address breaks the signatures of UAM. */
export const followPortal = async ({ settings }: World, transaction: Knex): Promise<void> => {
  await transaction.raw(
    `update nas set portal_url = :base::text || '/' || slug where demo and portal_url <> :base::text || '/' || slug`,
    { base: settings.PORTAL_URL },
  );
};

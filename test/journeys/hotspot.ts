import { issueGrant } from "#access/grant/issue";
import type { Nas } from "#access/nas/nas";
import { loadDemo } from "#access/site/demo/load";
import { enrolByPhone } from "#access/subscriber/store";
import type { DialectName } from "#access/vendors/vendor";
import { VENDORS } from "#access/vendors/vendors";
import { type Lab, openLab } from "#lab/lab";
import { pretendMac } from "#lab/nas/association";
import type { Attachment } from "#lab/nas/lab-nas";
import { DIALECTS } from "#portal/dialects/dialects";
import { start as startDrain } from "#radius-server/drain/start";
import { start as startRadius } from "#radius-server/start";
import { type TestWorld, testWorld } from "../setup/world.ts";

/** The demonstration's province with a RADIUS server, the drain and a lab, without the portal's pages. */
export type Hotspot = { readonly world: TestWorld; readonly lab: Lab; readonly close: () => Promise<void> };

/** Opens a hotspot of a test file's own; its clock goes on by itself unless the test wants to move it. */
export const openHotspot = async (realClock = true): Promise<Hotspot> => {
  const world = await testWorld({ realClock });
  await loadDemo(world);
  const radius = await startRadius(world);
  const drain = await startDrain(world);
  const { authPort, acctPort } = radius;
  const lab = await openLab(world, { server: { host: "127.0.0.1", authPort, acctPort }, patience: 10 });
  return {
    world,
    lab,
    close: async () => {
      lab.close();
      await drain.stop();
      await radius.stop();
      await world.close();
    },
  };
};

let people = 0;

/** A phone in range of an access point, whose person has a grant; a new person unless a number is named. */
export const arrive = async ({ world, lab }: Hotspot, nas: Nas, phone?: string) => {
  people += 1;
  const attachment = await (await lab.nas(nas)).attach(pretendMac());
  const { mac, ip } = attachment.association();
  const { siteId, zone } = nas;
  const number = phone ?? `+849012345${String(people).padStart(2, "0")}`;
  const person = await enrolByPhone(world, { phone: number, siteId, zone, locale: "vi" });
  const device = (mac.match(/../g) ?? []).join(":");
  const wanted = { subscriberId: person.id, nas, mac: device, clientIp: ip, nasSessionId: null };
  const grant = await issueGrant(world, wanted);
  if (grant.kind !== "granted") throw new Error(grant.code);
  return { attachment, subscriberId: person.id, grant, phone: number };
};

/** Brings a browser's hand-over to the gateway, as the portal's page would. */
export const handOver = async (attachment: Attachment, token: { loginId: string; password: string }) => {
  const { nas } = attachment.association();
  const dialect: DialectName = VENDORS[nas.kind].dialect;
  const redirect = await fetch(attachment.gateway.origin, { redirect: "manual" });
  const address = new URL(redirect.headers.get("location") ?? "");
  const arrival = {
    rawQuery: address.search.slice(1),
    form: {},
    portalUrl: nas.portalUrl ?? "",
    ownHosts: [],
  };
  const reading = DIALECTS[dialect].read(arrival, nas);
  if (reading.kind !== "context") throw new Error(reading.reason);
  const way = DIALECTS[dialect].handOver(reading.context, nas, token, "http://127.0.0.1/returned");
  const body = way.kind === "form" ? new URLSearchParams({ ...way.fields }) : null;
  return fetch(way.url, { redirect: "manual", ...(body && { method: "POST", body }) });
};

/** A person online at an access point. */
export const goOnline = async (hotspot: Hotspot, nas: Nas, phone?: string) => {
  const arrived = await arrive(hotspot, nas, phone);
  await handOver(arrived.attachment, arrived.grant);
  const session = arrived.attachment.session();
  if (!session) throw new Error(`not let online: ${arrived.attachment.verdict()?.kind}`);
  return { ...arrived, session };
};

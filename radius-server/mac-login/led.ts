import type { Facts } from "#access/admission/admission";
import { recordFault } from "#access/attempt/faults";
import { LED, type Led, ledText } from "#access/device/led";
import { ledGrant } from "#access/device/led-live";
import { GRANT_SECONDS } from "#access/grant/live";
import { portalUrlOf } from "#access/nas/portal-url";
import { Failure } from "#access/runtime/failure";
import { leads } from "#access/vendors/leads";
import { VENDORS } from "#access/vendors/vendors";
import { type Answer, admit } from "../admit.ts";
import { keepRejection } from "../explain/keep.ts";
import { ATTRIBUTE } from "../protocol/attributes.ts";
import { CODE } from "../protocol/codes.ts";
import { RADIUS_REQUEST } from "../protocol/values.ts";
import { type Attribute, u32 } from "../protocol/write.ts";
import type { Server } from "../server-world.ts";
import type { DeviceLogin } from "./device-login.ts";
import { ledClass } from "./led-class.ts";
import { runningSession } from "./running.ts";

/** How long a device stays on its way to the portal before its NAS asks again, seconds: while a grant still waits for it. */
const LED_SECONDS = GRANT_SECONDS;

/** A NAS may count on from here after the login: what it counted until then is to be known well, so it reports this often, seconds. */
const COUNTED_SECONDS = 60;

type LeadingNas = DeviceLogin["nas"] & { readonly leadsBy: string };

const redirect = ({ world }: Server, nas: LeadingNas, led: Led): readonly Attribute[] | undefined => {
  const url = new URL(portalUrlOf(world, nas));
  url.searchParams.set(LED, ledText(world.keyring, led));
  try {
    return VENDORS[nas.kind].redirectAttributes({ url: url.href, accessList: nas.leadsBy });
  } catch (fault) {
    if (fault instanceof Failure && fault.code === "attribute_too_long") return undefined;
    throw fault;
  }
};

/** The way to the portal; where its address has no room for how the NAS calls the device, without that. */
const wayFor = (
  server: Server,
  { packet, mac, loginId, at }: DeviceLogin,
  nas: LeadingNas,
): readonly Attribute[] | undefined => {
  const nasSessionId = packet.text(ATTRIBUTE["Acct-Session-Id"]) ?? "";
  const plain = { nasId: nas.id, mac, loginId: "", nasSessionId: "", at };
  return redirect(server, nas, { ...plain, loginId, nasSessionId }) ?? redirect(server, nas, plain);
};

const lead = (server: Server, login: DeviceLogin, nas: LeadingNas): Answer | undefined => {
  const way = wayFor(server, login, nas);
  if (!way) {
    recordFault(server.world, { nasId: nas.id, source: "", reason: "portal-address-too-long" });
    return undefined;
  }
  return {
    code: CODE["Access-Accept"],
    attributes: [
      ledClass,
      ...way,
      u32(ATTRIBUTE["Session-Timeout"], LED_SECONDS),
      u32(ATTRIBUTE["Termination-Action"], RADIUS_REQUEST),
      u32(ATTRIBUTE["Acct-Interim-Interval"], COUNTED_SECONDS),
    ],
  };
};

/** Opens the session of somebody who signed in on a led device just now; the portal tells them where that is refused. */
const bySignIn = async (server: Server, login: DeviceLogin): Promise<Answer | undefined> => {
  const { packet, nas, mac, at } = login;
  const { redis } = server.world;
  const loginId = await ledGrant(redis, nas.id, mac);
  const found = loginId === null ? undefined : await server.grantOf(loginId);
  if (found?.grant.nasId !== nas.id || found.grant.mac !== mac) return undefined;
  const { grant, person } = found;
  const { subscriberId } = grant;
  const running = await runningSession(server, login, subscriberId);
  let facts: Facts | undefined;
  const answer = await admit(
    server,
    {
      ...{ packet, nas, mac, at, subscriberId, person, loginId: grant.loginId, endsAt: null },
      ...{ by: "grant", isLed: true },
      onFacts: (known) => {
        facts = known;
      },
    },
    // Who signed in again begins anew beside one that is to end.
    running?.wish === "end" ? null : running,
  );
  if (typeof answer !== "string") return answer;
  await keepRejection(server.world, {
    ...{ packet, nas, grant, at, facts, loginId: grant.loginId, reason: answer },
  });
  return undefined;
};

/**
 * Answers for a device that has to sign in, where its NAS leads those: it is accepted as far as the portal, or, once
 * somebody signed in on it there, online.
 *
 * @returns undefined where the NAS leads nobody, or the way cannot be said to it
 */
export const ledLogin = async (server: Server, login: DeviceLogin): Promise<Answer | undefined> => {
  const { nas } = login;
  const { leadsBy } = nas;
  if (!leadsBy || !leads(VENDORS[nas.kind])) return undefined;
  return (await bySignIn(server, login)) ?? lead(server, login, { ...nas, leadsBy });
};

import { decide, type RefusalCode } from "../admission/admission.ts";
import { gather } from "../admission/gather.ts";
import type { Nas } from "../nas/nas.ts";
import { tagOf } from "../redis/keys.ts";
import type { World } from "../runtime/world.ts";
import { refill } from "../session/refill.ts";
import { GRANT_SECONDS, newLoginId, passwordOf, putGrant } from "./live.ts";

/** Who wants to log in, from which device, at which NAS. */
export type Applicant = {
  readonly subscriberId: number;
  readonly nas: Nas;
  /** `aa:bb:cc:dd:ee:01`; `null` when the redirect does not say */
  readonly mac: string | null;
  readonly clientIp: string | null;
  readonly nasSessionId: string | null;
};

/** What the browser takes to the NAS, or why nothing. Fields may be shown. */
export type Issued =
  | {
      readonly kind: "granted";
      readonly loginId: string;
      readonly password: string;
      readonly expiresAt: number;
    }
  | {
      readonly kind: "refused";
      readonly code: RefusalCode;
      readonly fields: Readonly<Record<string, string | number>>;
    };

/** Decides by the house's policy whether somebody may log in, and if so issues a grant for the one Access-Request. */
export const issueGrant = async (world: World, applicant: Applicant): Promise<Issued> => {
  const { subscriberId, nas } = applicant;
  const at = world.now();
  const mac = applicant.mac ?? "";
  await refill(world, [subscriberId]);
  const { facts } = await gather(world, subscriberId, nas, mac, at);
  const admission = decide(facts, at);
  if (admission.kind === "refused") return admission;
  const loginId = newLoginId(tagOf(subscriberId));
  const password = passwordOf(world.keyring, loginId);
  await putGrant(world.redis, {
    ...{ loginId, subscriberId, nasId: nas.id, mac, address: applicant.clientIp ?? "" },
  });
  return { kind: "granted", loginId, password, expiresAt: at + GRANT_SECONDS * 1000 };
};

import { putGrant } from "#access/grant/live";
import { keys, tagOf } from "#access/redis/keys";
import type { World } from "#access/runtime/world";
import { grantOf, macOf } from "../people.ts";
import type { Seeded } from "./seed.ts";

const AT_ONCE = 2_000;

/** Logins of consecutive numbers. */
type Logins = { readonly first: number; readonly count: number; readonly subscribers: number };

const eachOf = async ({ first, count }: Logins, one: (number: number) => Promise<unknown>): Promise<void> => {
  for (let from = first; from < first + count; from += AT_ONCE) {
    const most = Math.min(AT_ONCE, first + count - from);
    await Promise.all(Array.from({ length: most }, (_, index) => one(from + index)));
  }
};

/** Grants as the portal issues them, kept for two minutes. */
export const issueGrants = async (world: World, { nasIds }: Seeded, logins: Logins): Promise<void> => {
  await eachOf(logins, (number) => {
    const { subscriberId, nas, userName } = grantOf(number, logins.subscribers);
    const where = { nasId: nasIds[nas] ?? 0, mac: macOf(subscriberId), address: "" };
    return putGrant(world.redis, { loginId: userName, subscriberId, ...where });
  });
};

/** Ends grants now that would end by themselves within two minutes, so that memory is what stays. */
export const endGrants = async ({ redis }: World, logins: Logins): Promise<void> => {
  await eachOf(logins, (number) => {
    const { subscriberId, userName } = grantOf(number, logins.subscribers);
    return redis.unlink(keys.grant(tagOf(subscriberId), userName));
  });
};

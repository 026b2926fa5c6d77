import { LED, ledIn } from "#access/device/led";
import type { Nas } from "#access/nas/nas";
import type { Keyring } from "#access/runtime/keyring";
import { type Arrival, disbelieved, type Reading } from "./dialect.ts";
import { offered } from "./original-url.ts";
import { LONGEST_QUERY, parametersOf } from "./parameters.ts";

/** What boxes add to the address we gave them: the page the person wanted. */
const WANTED = ["redirect_url", "redirect", "url"] as const;

/** Whether a browser comes by an address that we gave to its NAS, and not by a redirect of the family's own. */
export const isLed = ({ rawQuery }: Pick<Arrival, "rawQuery">): boolean =>
  rawQuery.startsWith(`${LED}=`) || rawQuery.includes(`&${LED}=`);

/**
 * Reads an address that we gave to a NAS for a device nobody knew. As only we can have sealed it, what it says of the
 * device is as good as signed.
 *
 * @param at  epoch ms
 */
export const readLed = (arrival: Arrival, nas: Nas, keyring: Keyring, at: number): Reading => {
  if (arrival.rawQuery.length > LONGEST_QUERY) return disbelieved("redirect_malformed");
  const read = parametersOf(arrival.rawQuery);
  const led = ledIn(keyring, read(LED) ?? "", at);
  if (!led) return disbelieved("redirect_stale");
  if (led.nasId !== nas.id) return disbelieved("redirect_forged");
  const wanted = WANTED.map(read).find((text) => text !== null) ?? null;
  return {
    kind: "context",
    context: {
      phase: "new",
      mac: led.mac,
      ip: null,
      nasSessionId: led.nasSessionId || null,
      loginUrl: null,
      led,
      challenge: null,
      chapId: null,
      originalUrl: offered(wanted, arrival.ownHosts),
      signed: true,
    },
  };
};

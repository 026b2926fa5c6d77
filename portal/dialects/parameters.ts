import { isIP } from "node:net";
import { tagOfLoginId } from "#access/grant/live";

/** Longest redirect looked at, octets; a gateway with a long original URL stays below half of it. */
export const LONGEST_QUERY = 6_000;

/** Looks up one parameter; an absent one and an empty one are the same. */
export type Parameters = (name: string) => string | null;

/** Parameters of a raw query, with a form's fields before them; the first of several with one name counts. */
export const parametersOf = (rawQuery: string, form: Readonly<Record<string, string>> = {}): Parameters => {
  const query = new URLSearchParams(rawQuery);
  return (name) => (Object.hasOwn(form, name) ? form[name] : query.get(name)) || null;
};

const MAC =
  /^(?:[0-9a-f]{12}|[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4})(?=$|:)/;

/**
 * A device's address in one form.
 *
 * Gateways write `AA-BB-CC-DD-EE-01`, `aa:bb:…`, `aabbccddee01` or `AABB.CCDD.EE01`, some with `:<SSID>` after it.
 *
 * @returns `aa:bb:cc:dd:ee:01`; null when it is none of these
 */
export const macOf = (text: string): string | null =>
  MAC.exec(text.slice(0, 64).toLowerCase())?.[0]
    .replace(/[:.-]/g, "")
    .replace(/..(?!$)/g, "$&:") ?? null;

/** An IP address, or null for anything else. */
export const ipOf = (text: string | null): string | null => (text !== null && isIP(text) !== 0 ? text : null);

/** A gateway's session id: at most 64 visible ASCII characters, or null. */
export const sessionIdOf = (text: string | null): string | null =>
  text !== null && /^[\x21-\x7e]{1,64}$/.test(text) ? text : null;

/** The login id of ours that a gateway repeats after a try, as a part of the context; nothing for any other name. */
export const saidLogin = (text: string | null): { readonly loginId?: string } =>
  text !== null && tagOfLoginId(text) !== undefined ? { loginId: text } : {};

/** Whether a parameter is there but not what it must be. */
export const isMalformed = (given: string | null, read: string | null): boolean =>
  given !== null && read === null;

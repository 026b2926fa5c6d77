const ALLOWED = /^(https?):\/\/(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}|\*))?$/;

const STANDARD_PORT: Readonly<Record<string, string>> = { http: "80", https: "443" };

const isListed = (url: URL, listed: string): boolean => {
  const [, scheme = "", host = "", port = STANDARD_PORT[scheme]] = ALLOWED.exec(listed.toLowerCase()) ?? [];
  const given = url.port || STANDARD_PORT[url.protocol.slice(0, -1)];
  return (
    scheme !== "" &&
    url.protocol === `${scheme}:` &&
    url.hostname === host &&
    (port === "*" || port === given)
  );
};

/**
 * The address a browser may carry a grant to, when its origin is on the NAS's list.
 *
 * Without the list the portal would be an open redirect that also hands over credentials. The address is never
 * fetched by the program itself.
 *
 * @param text           an absolute http or https URL
 * @param loginOrigins   `scheme://host[:port]`; the port may be `*`
 * @returns the URL in normal form without fragment, or null
 */
export const allowedLoginUrl = (text: string | null, loginOrigins: readonly string[]): string | null => {
  if (text === null || text.length > 1_024 || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return null;
  if (!loginOrigins.some((listed) => isListed(url, listed))) return null;
  url.hash = "";
  return url.href;
};

/**
 * An address at the first gateway on the list, for a browser to open.
 *
 * @param port  taken where the list leaves the port open
 */
export const atGateway = (loginOrigins: readonly string[], path: string, port: string): string | null => {
  const origin = loginOrigins[0]?.replace(/:\*$/, port && `:${port}`);
  return origin !== undefined && URL.canParse(path, origin) ? new URL(path, origin).href : null;
};

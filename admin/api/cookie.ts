import type { Context } from "koa";
import type { Settings } from "#access/runtime/settings";

const isSecure = (settings: Pick<Settings, "ADMIN_URL">): boolean => settings.ADMIN_URL.startsWith("https:");

/** `__Host-` pins the cookie to this host and to https (RFC 6265bis section 4.1.3.2); browsers refuse it on http. */
const nameOf = (settings: Pick<Settings, "ADMIN_URL">): string =>
  isSecure(settings) ? "__Host-hien" : "hien";

/** The session token a request carries, if any. */
export const tokenOf = (context: Context, settings: Pick<Settings, "ADMIN_URL">): string | undefined => {
  const header = context.get("cookie");
  const prefix = `${nameOf(settings)}=`;
  const found = header.split("; ").find((pair) => pair.startsWith(prefix));
  const token = found?.slice(prefix.length);
  return token && token.length <= 100 ? token : undefined;
};

/** Keeps a session token in the browser until it is closed, or takes it away. */
export const keepToken = (
  context: Context,
  settings: Pick<Settings, "ADMIN_URL">,
  token: string | undefined,
): void => {
  const parts = [`${nameOf(settings)}=${token ?? ""}`, "Path=/", "HttpOnly", "SameSite=Strict"];
  if (isSecure(settings)) parts.push("Secure");
  if (token === undefined) parts.push("Max-Age=0");
  context.append("Set-Cookie", parts.join("; "));
};

/** Hosts phones ask to find out whether they are online; nobody wanted to go there. */
const PROBE_HOSTS: readonly string[] = [
  "captive.apple.com",
  "www.apple.com",
  "connectivitycheck.gstatic.com",
  "connectivitycheck.android.com",
  "connectivitycheck.platform.hicloud.com",
  "connect.rom.miui.com",
  "clients3.google.com",
  "www.gstatic.com",
  "www.msftconnecttest.com",
  "msftconnecttest.com",
  "www.msftncsi.com",
  "detectportal.firefox.com",
  "nmcheck.gnome.org",
  "connectivity-check.ubuntu.com",
  "neverssl.com",
];

const LONGEST_URL = 1_024;

/** Control characters, spaces and line separators: none belongs into an address. */
const UNPRINTABLE = /[\p{Cc}\p{Z}]/u;

/**
 * The page a person wanted, when it may be offered as a link.
 *
 * Only http and https, without user information and control characters, at most 1,024 characters, neither a host of
 * ours nor one that phones probe.
 *
 * @param ownHosts  lower-case host names
 */
export const offered = (text: string | null, ownHosts: readonly string[]): string | null => {
  if (text === null || text.length > LONGEST_URL || UNPRINTABLE.test(text) || !URL.canParse(text))
    return null;
  const url = new URL(text);
  const host = url.hostname.replace(/\.$/, "");
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  if (url.username !== "" || url.password !== "") return null;
  if (ownHosts.includes(host) || PROBE_HOSTS.includes(host)) return null;
  return url.href.length > LONGEST_URL ? null : url.href;
};

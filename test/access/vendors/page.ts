import { EVIDENCE_SAID } from "#access/vendors/evidence";
import { type Gap, INSTEAD } from "#access/vendors/gap";
import type { SignIn, Vendor } from "#access/vendors/vendor";
import { NAS_KINDS, type NasKind, VENDORS } from "#access/vendors/vendors";

/** The page that tells how to set up each family. */
const PAGES: Readonly<Record<NasKind, string>> = {
  coovachilli: "coovachilli",
  uspot: "uspot",
  mikrotik: "mikrotik",
  unifi: "unifi",
  omada: "omada",
  "aruba-instant": "aruba",
  "aruba-controller": "aruba",
  "cisco-wlc": "cisco",
  "cisco-catalyst": "cisco",
  meraki: "meraki",
  "ruckus-zonedirector": "ruckus",
  "ruckus-smartzone": "ruckus",
  cambium: "cambium",
  fortinet: "fortinet",
  huawei: "huawei-h3c",
  h3c: "huawei-h3c",
  ruijie: "ruijie",
  grandstream: "grandstream",
  hostapd: "hostapd",
  pfsense: "pfsense-opnsense",
  opnsense: "pfsense-opnsense",
  opennds: "opennds",
  generic: "generic",
};

const SIGN_IN: Readonly<Record<SignIn, string>> = {
  own: "yes",
  operator: "yes, with parameter names you set",
  led: "yes, over MAC authentication",
  none: "not yet",
};

/** The columns of what a family can be told, and the gaps that leave one empty. */
const TOLD: readonly (readonly [string, Gap])[] = [
  ["octets", "octets"],
  ["speed", "speed"],
  ["idle", "idle"],
  ["filter", "filter"],
  ["VLAN", "vlan"],
  ["unknown device to portal", "redirect"],
];

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const rule = (count: number): string => row(...Array.from({ length: count }, () => "---"));

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(...head), rule(head.length), ...rows.map((cells) => row(...cells))].join("\n");

const linked = (kind: NasKind): string => `[${VENDORS[kind].label}](${PAGES[kind]}.md)`;

const told = (vendor: Vendor, gap: Gap): string => {
  if (vendor.cannot.includes(gap)) return "–";
  if (gap === "octets" && vendor.cannot.includes("octets-over-4-gib")) return "to 4 GiB";
  return vendor.unsure.includes(gap) ? "sent" : "yes";
};

const changed = ({ coa, unsure, renewEvery, polls }: Vendor): string => {
  if (polls) return "Disconnect, when the gateway asks the portal";
  const renewed = renewEvery === null ? "" : `session ≤ ${renewEvery / 60} min`;
  if (coa.means === "none") return renewed;
  const means = coa.changesLimits ? `CoA (${coa.changes.join(", ")}), Disconnect` : "Disconnect";
  return [`${means} on ${coa.port}${unsure.includes("disconnect") ? ", unconfirmed" : ""}`, renewed]
    .filter((part) => part !== "")
    .join("; ");
};

const overview = (): string =>
  table(
    ["family", "sign-in page", ...TOLD.map(([name]) => name), "changes", "how we know"],
    NAS_KINDS.map((kind) => {
      const vendor = VENDORS[kind];
      const cells = TOLD.map(([, gap]) => told(vendor, gap));
      return [
        linked(kind),
        SIGN_IN[vendor.signIn],
        ...cells,
        changed(vendor),
        EVIDENCE_SAID[vendor.evidence],
      ];
    }),
  );

const GAPS = Object.keys(INSTEAD) as Gap[]; // a record's keys are its type's

const instead = (): string =>
  table(
    ["what cannot be said", "what we do instead", "families"],
    GAPS.map((gap) => [
      gap,
      INSTEAD[gap],
      NAS_KINDS.filter((kind) => VENDORS[kind].cannot.includes(gap))
        .map((kind) => VENDORS[kind].label)
        .join("; "),
    ]),
  );

const nameOf = (name: string | null): string => (name === null ? "–" : `\`${name}\``);

const roles = (): string =>
  table(
    ["family", "attribute", "ordinary session", "slow session", "government pages only"],
    NAS_KINDS.map((kind) => [kind, VENDORS[kind].naming] as const)
      .filter(([, { attribute }]) => attribute !== null)
      .map(([kind, { attribute, usual }]) => [
        linked(kind),
        attribute ?? "",
        nameOf(usual.full),
        nameOf(usual.slow),
        nameOf(usual["government-only"]),
      ]),
  );

/** The page on all families, as it is kept in docs/access-points/README.md. */
export const page = (): string => `# Access points

One policy is kept here: time, octets, speed, idle time, what pages may be seen, which VLAN. Each family of access points is
told it in its own attributes; Session-Timeout and Acct-Interim-Interval are told to all. This page is made from the
code, and a test holds it to it.

*yes*: said in an attribute the family is known or documented to obey. *sent*: said, but nobody confirmed that it is obeyed; try it
with one device. *–*: cannot be said; the second table tells what happens instead. *unknown device to portal*: only where the
access point's page says by which list, else such a device is rejected. *changes*: what is sent to change or end a running
session; its address and port, how a device's MAC address is written in it, and whether it carries Message-Authenticator and
Event-Timestamp, are set on that page too.

## What each family is told

${overview()}

## What cannot be said, and what we do instead

${instead()}

## Roles and filters

Where speed or pages belong to a role, group or access list on the device, make them there. These are the names that are sent
where an access point's page sets no others; there each can be called as it is on the device, in 1 to 247 octets of UTF-8. *–*:
none is named, and a slow session takes the name of an ordinary one where that has been given one. Another name holds from
the next sign-in on, and when a running session is changed.

${roles()}

## RADIUS first, portal second

Access points of Cisco, Meraki, Aruba, Huawei and H3C can do MAC authentication on the open network and take the portal's address
from our reply (central web authentication). Make an access list or role on the device that lets a phone reach DNS, DHCP and the
portal alone, and redirects the rest; then write its name on the access point's page, under *Access list or role that leads unknown
phones to the portal*. **Without it on the device some let the phone everywhere.** Huawei and H3C are told the address alone, and
any name will do. Then

1. a phone nobody knows is accepted for two minutes at a time, with that list and an address made for it;
2. its person signs in there; nothing is posted to the access point;
3. the access point is told to ask again (CoA "reauthenticate" at Cisco and Meraki, which keeps the phone; Disconnect elsewhere, after
   which it comes back by itself) and gets the session's limits. Where it cannot be reached it asks by itself within two minutes.

What the phone moved on its way is charged to nobody, also where the access point counts on in the same accounting session. How long
the phone needs no code again is what *Places* say ([devices](../devices.md)).
`;

/** The pages that the overview links to. */
export const linkedPages = (): readonly string[] => [...new Set(Object.values(PAGES))];

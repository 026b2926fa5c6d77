import { exactMac } from "#access/device/notation";
import type { SetSettings } from "../../api/access-points/settings-shapes.ts";
import type { AccessPoint } from "../../api/access-points/shapes.ts";

/** What a change carries: a thing as usual for its kind, always or never. */
export const CARRIED = ["usual", "sent", "omitted"] as const;

type Carried = (typeof CARRIED)[number];

const carriedAs = (said: boolean | null): Carried => {
  if (said === null) return "usual";
  return said ? "sent" : "omitted";
};

const isCarried = (chosen: Carried): boolean | null => (chosen === "usual" ? null : chosen === "sent");

/** An access point's settings in a form: Mbit/s, lines of text, and empty for what is left to the program. */
export type SettingsValues = {
  siteId: string;
  name: string;
  coaAddress: string;
  coaPort: number;
  changesBy: SetSettings["changesBy"];
  macForm: SetSettings["macForm"];
  signs: Carried;
  stamps: Carried;
  fastestMbps: number | "";
  renewEvery: number | "";
  mayReauthenticate: boolean;
  viewpoint: SetSettings["viewpoint"];
  stations: string;
  leadsBy: string;
  names: Record<keyof SetSettings["profileNames"], string>;
};

const linesOf = (text: string): string[] => text.split(/[\s,]+/).filter((line) => line !== "");

/** Whether every line is a MAC address. */
export const areMacs = (text: string): boolean => linesOf(text).every((line) => exactMac(line) !== undefined);

export const valuesOf = (point: AccessPoint): SettingsValues => ({
  siteId: String(point.siteId),
  name: point.name,
  coaAddress: point.coaAddress ?? "",
  coaPort: point.coaPort,
  changesBy: point.changesBy,
  macForm: point.macForm,
  signs: carriedAs(point.signsChanges),
  stamps: carriedAs(point.stampsChanges),
  fastestMbps: point.fastestKbps === null ? "" : point.fastestKbps / 1_000,
  renewEvery: point.renewEvery ?? "",
  mayReauthenticate: point.mayReauthenticate,
  viewpoint: point.viewpoint,
  stations: point.calledStations.join("\n"),
  leadsBy: point.leadsBy ?? "",
  names: {
    full: point.profileNames.full ?? "",
    slow: point.profileNames.slow ?? "",
    "government-only": point.profileNames["government-only"] ?? "",
  },
});

export const settingsOf = (values: SettingsValues): SetSettings => ({
  siteId: Number(values.siteId),
  name: values.name.trim(),
  coaAddress: values.coaAddress.trim() || null,
  coaPort: values.coaPort,
  changesBy: values.changesBy,
  macForm: values.macForm,
  signsChanges: isCarried(values.signs),
  stampsChanges: isCarried(values.stamps),
  viewpoint: values.viewpoint,
  fastestKbps: values.fastestMbps === "" ? null : Math.round(values.fastestMbps * 1_000),
  renewEvery: values.renewEvery === "" ? null : values.renewEvery,
  mayReauthenticate: values.mayReauthenticate,
  calledStations: linesOf(values.stations),
  leadsBy: values.leadsBy.trim() || null,
  profileNames: values.names,
});

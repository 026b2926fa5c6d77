import type { NasKind } from "../../vendors/vendors.ts";
import { COMMUNES, type Commune } from "./communes.ts";
import { PLACES, type Place } from "./places.ts";

/** A site of the demonstration and how many access points of which family stand there. */
export type Hotspot = Place & { readonly latitude: number; readonly longitude: number };

/** An access point of the demonstration before it has secrets. */
export type AccessPoint = {
  readonly hotspot: string;
  readonly slug: string;
  readonly name: string;
  readonly kind: NasKind;
  readonly nasIdentifier: string;
};

const COUNTER_KINDS: readonly NasKind[] = ["mikrotik", "coovachilli", "generic"];

/** Degrees a place is moved from its commune's centre, so that no two lie on one point of the map. */
const STEP = 0.004;

const counterOf = (commune: Commune, index: number): Place => ({
  code: `mot-cua-${commune.code}`,
  commune: commune.code,
  name: `Trung tâm Phục vụ hành chính công ${commune.rank === "ward" ? "phường" : commune.rank === "commune" ? "xã" : "đặc khu"} ${commune.name}`,
  accessPoints: 1 + (index % 2),
  kind: COUNTER_KINDS[index % COUNTER_KINDS.length] ?? "generic",
});

const located = (place: Place, index: number): Hotspot => {
  const commune = COMMUNES.find(({ code }) => code === place.commune);
  if (!commune) throw new RangeError(`no commune ${place.commune}`);
  return {
    ...place,
    latitude: commune.latitude + STEP * ((index % 5) - 2),
    longitude: commune.longitude + STEP * ((index % 7) - 3),
  };
};

/** The 122 sites: a counter in each commune, then the province's centres, tourism and everyday places. */
export const HOTSPOTS: readonly Hotspot[] = [...COMMUNES.map(counterOf), ...PLACES].map(located);

const numbered = (hotspot: Hotspot): AccessPoint[] =>
  Array.from({ length: hotspot.accessPoints }, (_, index) => ({
    hotspot: hotspot.code,
    slug: `${hotspot.code}-${index + 1}`,
    name: `AP ${index + 1}`,
    kind: hotspot.kind,
    nasIdentifier: `qt-${hotspot.code}-${String(index + 1).padStart(2, "0")}`,
  }));

/** Every access point of the demonstration, about 400. */
export const ACCESS_POINTS: readonly AccessPoint[] = HOTSPOTS.flatMap(numbered);

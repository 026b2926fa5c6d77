import type { Now } from "../../api/now/shapes.ts";
import type { Format } from "../format/format.ts";
import type { Phrases } from "../phrases/phrases.ts";

/** A number one wants to see at a glance, and one line about it. */
export type TileText = {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  readonly wantsLook?: boolean;
};

const WANTS_LOOK: readonly string[] = ["secret-mismatch", "quiet"];

/** The four numbers at the top. */
export const tilesOf = (now: Now, phrases: Phrases, format: Format): TileText[] => {
  const words = phrases.now;
  const { online, signIns, octetsToday } = now;
  const points = now.sites.flatMap(({ accessPoints }) => accessPoints);
  const receiving = points.filter(({ state }) => state === "receiving").length;
  const wanting = points.filter(({ state }) => WANTS_LOOK.includes(state)).length;
  return [
    {
      name: words.online,
      value: format.count(online.people),
      note: words.sessions(format.count(online.sessions)),
    },
    {
      name: words.signIns,
      value: format.count(signIns.tried),
      note:
        signIns.tried === 0
          ? words.noSignIns
          : words.succeeded(format.percent(signIns.succeeded, signIns.tried)),
    },
    {
      name: words.dataToday,
      value: format.octets(octetsToday.up + octetsToday.down),
      note: words.upDown(format.octets(octetsToday.up), format.octets(octetsToday.down)),
    },
    {
      name: words.accessPoints,
      value: `${format.count(receiving)} / ${format.count(points.length)}`,
      note: wanting === 0 ? words.allWell : words.needLook(format.count(wanting)),
      wantsLook: wanting > 0,
    },
  ];
};

import { Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconKeyOff, IconUserQuestion, type TablerIcon } from "@tabler/icons-react";
import type { Now } from "../../api/now/shapes.ts";
import { useClock } from "../parts/clock.ts";
import { Part } from "../parts/page.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { ToAccessPoints } from "./to-access-points.tsx";

type Worry = {
  readonly key: string;
  /** the access point it is about */
  readonly point?: number;
  readonly words: string;
  readonly Icon: TablerIcon;
};

/** Most lines at once: more than seven nobody reads. */
const MOST = 7;

/** An access point where it stands; its own name often says the place already, and alone there the place says enough. */
const nameThere = (site: string, point: string, count: number): string => {
  if (count === 1) return site;
  return point.includes(site) ? point : `${site} · ${point}`;
};

const useWorries = (now: Now): Worry[] => {
  const { phrases, format } = useLanguage();
  const at = useClock();
  const words = phrases.now;
  const ofSites = now.sites.flatMap(({ id, name, state, accessPoints }): Worry[] => {
    const [worst] = accessPoints;
    if (!worst) return [];
    const point = worst.id;
    const there = nameThere(name, worst.name, accessPoints.length);
    if (state === "secret-mismatch")
      return [{ key: `m${id}`, point, words: words.mismatch(there), Icon: IconKeyOff }];
    if (state !== "quiet") return [];
    const ago = worst.lastHeardAt === null ? words.never : format.ago(worst.lastHeardAt, at);
    const said = words.quiet(there, ago, format.count(worst.online));
    return [{ key: `q${id}`, point, words: said, Icon: IconAlertTriangle }];
  });
  const sources = new Set(
    now.strangers.filter(({ reason }) => reason === "nas-unknown").map(({ source }) => source),
  ).size;
  const strangers = {
    key: "strangers",
    words: words.strangers(format.count(sources)),
    Icon: IconUserQuestion,
  };
  return [...ofSites, ...(sources > 0 ? [strangers] : [])].slice(0, MOST);
};

/** What somebody should look at, in plain words; nothing when all is well. */
export const Attention = ({ now }: { readonly now: Now }) => {
  const { phrases } = useLanguage();
  const worries = useWorries(now);
  if (worries.length === 0) return null;
  return (
    <Part title={phrases.now.attention}>
      <div className="rows">
        {worries.map(({ key, point, words, Icon }) => (
          <ToAccessPoints key={key} point={point}>
            <Group className="row-link" px="md" py="xs" gap="sm" wrap="nowrap" align="flex-start">
              <Icon
                size={18}
                color="var(--mantine-color-clay-6)"
                aria-hidden
                style={{ flexShrink: 0, marginTop: 2 }}
              />
              <Text fz="sm">{words}</Text>
            </Group>
          </ToAccessPoints>
        ))}
      </div>
    </Part>
  );
};

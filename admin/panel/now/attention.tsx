import { Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconKeyOff, IconUserQuestion, type TablerIcon } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Now } from "../../api/now/shapes.ts";
import { useClock } from "../parts/clock.ts";
import { Part } from "../parts/page.tsx";
import { useLanguage } from "../phrases/language.tsx";

type Worry = {
  readonly key: string;
  readonly site?: string;
  readonly words: string;
  readonly Icon: TablerIcon;
};

/** Most lines at once: more than seven nobody reads. */
const MOST = 7;

const useWorries = (now: Now): Worry[] => {
  const { phrases, format } = useLanguage();
  const at = useClock();
  const words = phrases.now;
  const ofSites = now.sites.flatMap(({ id, name, state, accessPoints }): Worry[] => {
    const [worst] = accessPoints;
    if (state === "secret-mismatch")
      return [{ key: `m${id}`, site: name, words: words.mismatch(name), Icon: IconKeyOff }];
    if (state !== "quiet" || !worst) return [];
    const ago = worst.lastHeardAt === null ? words.never : format.ago(worst.lastHeardAt, at);
    const said = words.quiet(worst.name, ago, format.count(worst.online));
    return [{ key: `q${id}`, site: name, words: said, Icon: IconAlertTriangle }];
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
        {worries.map(({ key, site, words, Icon }) => (
          <Link key={key} className="plain" to="/access-points" search={site === undefined ? {} : { site }}>
            <Group className="row-link" px="md" py="xs" gap="sm" wrap="nowrap" align="flex-start">
              <Icon
                size={18}
                color="var(--mantine-color-clay-6)"
                aria-hidden
                style={{ flexShrink: 0, marginTop: 2 }}
              />
              <Text fz="sm">{words}</Text>
            </Group>
          </Link>
        ))}
      </div>
    </Part>
  );
};

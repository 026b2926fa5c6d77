import { Group, Text } from "@mantine/core";
import type { AccessPoints } from "../../api/access-points/shapes.ts";
import { useClock } from "../parts/clock.ts";
import { Part } from "../parts/page.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { wordFor } from "../phrases/phrases.ts";

const SHOWN = 8;

/** Who sends packets and is not registered; nothing while nobody does. */
export const Strangers = ({ strangers }: Pick<AccessPoints, "strangers">) => {
  const { phrases, format } = useLanguage();
  const at = useClock();
  if (strangers.length === 0) return null;
  return (
    <Part title={phrases.accessPoints.strangers}>
      <Text fz="sm" className="soft" px="md" pb="xs">
        {phrases.accessPoints.strangersHint}
      </Text>
      <div className="rows">
        {strangers.slice(0, SHOWN).map(({ source, reason, count, lastAt }) => (
          <Group key={`${source} ${reason}`} justify="space-between" px="md" py={6} gap="sm">
            <Text fz="sm" ff="monospace">
              {source || "–"}
            </Text>
            <Text fz="sm" className="soft">
              {wordFor(phrases.faults, reason)} · {phrases.accessPoints.times(format.count(count))} ·{" "}
              {format.ago(lastAt, at)}
            </Text>
          </Group>
        ))}
      </div>
    </Part>
  );
};

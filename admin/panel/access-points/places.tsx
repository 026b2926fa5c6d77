import { Group, Text, Title, UnstyledButton } from "@mantine/core";
import type { AccessPoint } from "../../api/access-points/shapes.ts";
import { useClock } from "../parts/clock.ts";
import { Nothing } from "../parts/loading.tsx";
import { StateBadge } from "../parts/state-badge.tsx";
import { useLanguage } from "../phrases/language.tsx";

const bySite = (points: readonly AccessPoint[]): [AccessPoint, ...AccessPoint[]][] => {
  const sites = new Map<number, [AccessPoint, ...AccessPoint[]]>();
  for (const point of points) {
    const known = sites.get(point.siteId);
    if (known) known.push(point);
    else sites.set(point.siteId, [point]);
  }
  return [...sites.values()];
};

const PointRow = ({ point, onOpen }: { readonly point: AccessPoint; readonly onOpen: () => void }) => {
  const { phrases, format } = useLanguage();
  const at = useClock();
  const heard = point.lastHeardAt === null ? phrases.now.never : format.ago(point.lastHeardAt, at);
  return (
    <UnstyledButton className="row-button" onClick={onOpen}>
      <Group justify="space-between" wrap="nowrap" px="md" py={8} gap="sm">
        <div style={{ minWidth: 0 }}>
          <Text fz="sm" fw={550} lineClamp={2}>
            {point.name}
          </Text>
          <Text fz="xs" className="soft" truncate>
            {phrases.accessPoints.kinds[point.kind]} · {point.addresses.join(", ")}
          </Text>
        </div>
        <Group gap="md" wrap="nowrap">
          <Text fz="sm" className="soft" visibleFrom="sm">
            {heard}
          </Text>
          <Text fz="sm" fw={600} w={36} ta="end" aria-label={`${phrases.now.people}: ${point.online}`}>
            {format.count(point.online)}
          </Text>
          <Group w={{ base: "auto", sm: 150 }} justify="flex-end">
            <StateBadge state={point.state} />
          </Group>
        </Group>
      </Group>
    </UnstyledButton>
  );
};

type Given = {
  readonly points: readonly AccessPoint[];
  readonly isEmpty: boolean;
  readonly onOpen: (id: number) => void;
};

/** Access points under the site they stand at. */
export const Places = ({ points, isEmpty, onOpen }: Given) => {
  const { phrases } = useLanguage();
  if (points.length === 0) {
    return (
      <div className="card">
        {<Nothing>{isEmpty ? phrases.accessPoints.none : phrases.now.noMatch}</Nothing>}
      </div>
    );
  }
  return bySite(points).map((site) => (
    <section className="card" key={site[0].siteId} aria-label={site[0].siteName}>
      <Group px="md" pt="sm" pb={6} gap="xs" align="baseline">
        <Title order={2} fz={15}>
          {site[0].siteName}
        </Title>
        <Text fz="sm" className="soft">
          {site[0].communeName}
        </Text>
      </Group>
      <div className="rows">
        {site.map((point) => (
          <PointRow key={point.id} point={point} onOpen={() => onOpen(point.id)} />
        ))}
      </div>
    </section>
  ));
};

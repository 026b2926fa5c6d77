import { Collapse, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useId, useState } from "react";
import type { NowSite } from "../../api/now/shapes.ts";
import { useClock } from "../parts/clock.ts";
import { StateBadge } from "../parts/state-badge.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { ToAccessPoints } from "./to-access-points.tsx";

type Place = Pick<NowSite, "name" | "state" | "online" | "lastHeardAt" | "faults">;

/** How a place does: state, how many are on it, when it was last heard. */
const Signs = ({ place }: { readonly place: Place }) => {
  const { phrases, format } = useLanguage();
  const at = useClock();
  const heard = place.lastHeardAt === null ? phrases.now.never : format.ago(place.lastHeardAt, at);
  return (
    <Group gap="md" wrap="nowrap" fz="sm">
      {place.faults > 0 && (
        <Text
          fz="sm"
          c="light-dark(var(--mantine-color-clay-7), var(--mantine-color-clay-3))"
          visibleFrom="md"
        >
          {phrases.now.faults(format.count(place.faults))}
        </Text>
      )}
      <Text fz="sm" className="soft" w={110} ta="end" visibleFrom="sm">
        {heard}
      </Text>
      <Text fz="sm" fw={600} w={44} ta="end" aria-label={`${phrases.now.people}: ${place.online}`}>
        {format.count(place.online)}
      </Text>
      <Group w={{ base: "auto", sm: 150 }} justify="flex-end">
        <StateBadge state={place.state} />
      </Group>
    </Group>
  );
};

const Points = ({ site }: { readonly site: NowSite }) => (
  <Stack gap={0} pb="xs">
    {site.accessPoints.map((point) => (
      <ToAccessPoints key={point.id} point={point.id}>
        <Group
          className="row-link"
          justify="space-between"
          wrap="nowrap"
          gap="sm"
          pl={{ base: "md", sm: 46 }}
          pr="md"
          py={6}
        >
          <Text fz="sm" truncate>
            {point.name}
          </Text>
          <Signs place={point} />
        </Group>
      </ToAccessPoints>
    ))}
  </Stack>
);

/** A site in one line; opened, its access points. */
export const SiteRow = ({ site }: { readonly site: NowSite }) => {
  const { phrases, format } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <li>
      <UnstyledButton
        className="row-button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <Group justify="space-between" wrap="nowrap" gap="sm" px="md" py={9}>
          <Group gap="sm" wrap="nowrap" miw={0}>
            <IconChevronRight
              size={16}
              aria-hidden
              style={{
                flexShrink: 0,
                transform: isOpen ? "rotate(90deg)" : undefined,
                transition: "transform 120ms",
              }}
            />
            <div style={{ minWidth: 0 }}>
              <Text fz="sm" fw={600} lineClamp={2}>
                {site.name}
              </Text>
              <Text fz="xs" className="soft" truncate>
                {[site.communeName, phrases.now.points(format.count(site.accessPoints.length))]
                  .filter(Boolean)
                  .join(" · ")}
              </Text>
            </div>
          </Group>
          <Signs place={site} />
        </Group>
      </UnstyledButton>
      <Collapse id={id} expanded={isOpen}>
        {isOpen && <Points site={site} />}
      </Collapse>
    </li>
  );
};

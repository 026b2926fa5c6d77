import { Badge, Group, Text, UnstyledButton } from "@mantine/core";
import { useLanguage } from "../phrases/language.tsx";
import type { Listed } from "./tree.ts";

type Given = { readonly listed: Listed; readonly onOpen: () => void };

/** How much of the page's width one step down the tree takes. */
const STEP = 16;

/** What stands at a place or lies below it. */
const useHolds = ({ place }: Listed): string | null => {
  const { phrases, format } = useLanguage();
  const words = phrases.places;
  if (place.accessPoints > 0 || place.kind === "site") return words.points(format.count(place.accessPoints));
  const count = format.count(place.below);
  return place.kind === "commune" ? words.sites(count) : words.communes(count);
};

/** One place of the list; opens what can be done there. */
export const PlaceRow = ({ listed, onOpen }: Given) => {
  const { places: words } = useLanguage().phrases;
  const { place, depth } = listed;
  const hasRules = Object.values(place.rules).some(({ own }) => own !== null);
  const holds = useHolds(listed);
  return (
    <UnstyledButton className="row-button" onClick={onOpen}>
      <Group justify="space-between" wrap="nowrap" pe="md" ps={16 + depth * STEP} py={8} gap="sm">
        <div style={{ minWidth: 0 }}>
          <Text fz="sm" fw={place.kind === "site" ? 450 : 600} truncate>
            {place.name}
          </Text>
          <Text fz="xs" className="soft">
            {holds}
          </Text>
        </div>
        {hasRules && (
          <Badge variant="light" tt="none" style={{ flexShrink: 0 }}>
            {words.ownRules}
          </Badge>
        )}
      </Group>
    </UnstyledButton>
  );
};

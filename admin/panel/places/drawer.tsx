import { Drawer, Stack, Text } from "@mantine/core";
import type { Place } from "../../api/places/shapes.ts";
import { ArchiveButton } from "../parts/archive-button.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { PlaceChange } from "./change.tsx";
import { PlaceRules } from "./rules.tsx";
import { usePlace } from "./use-places.ts";

const Archive = ({ place, onDone }: { readonly place: Place; readonly onDone: () => void }) => {
  const { places: words } = useLanguage().phrases;
  const { archive } = usePlace(place.id);
  return <ArchiveButton name={place.name} words={words} archive={archive} onDone={onDone} />;
};

type Given = {
  readonly place: Place | null;
  /** whether it may be renamed, moved and taken out of use */
  readonly canChange: boolean;
  /** whether its rules may be changed */
  readonly canRule: boolean;
  readonly onClose: () => void;
};

/** One place: its name and where it belongs, what holds for devices there, and the way out of use. */
export const PlaceDrawer = ({ place, canChange, canRule, onClose }: Given) => {
  const { phrases } = useLanguage();
  return (
    <Drawer
      opened={place !== null}
      onClose={onClose}
      position="right"
      title={place?.name}
      closeButtonProps={{ "aria-label": phrases.close }}
    >
      {place && (
        <Stack key={place.id}>
          <Text fz="sm" className="soft">
            {phrases.places.kinds[place.kind]} · {place.code}
          </Text>
          {canChange && <PlaceChange place={place} />}
          <PlaceRules place={place} canChange={canRule} />
          {canChange && <Archive place={place} onDone={onClose} />}
        </Stack>
      )}
    </Drawer>
  );
};

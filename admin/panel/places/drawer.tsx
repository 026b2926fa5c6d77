import { Button, Drawer, Stack, Text } from "@mantine/core";
import { IconArchive } from "@tabler/icons-react";
import type { Place } from "../../api/places/shapes.ts";
import { useSure } from "../parts/sure.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { PlaceChange } from "./change.tsx";
import { PlaceRules } from "./rules.tsx";
import { usePlace } from "./use-places.ts";

const Archive = ({ place, onDone }: { readonly place: Place; readonly onDone: () => void }) => {
  const { places: words } = useLanguage().phrases;
  const tell = useTell();
  const sure = useSure();
  const { archive } = usePlace(place.id);
  const done = (): void => {
    tell.done(words.archived(place.name));
    onDone();
  };
  return (
    <Button
      variant="light"
      color="red"
      w="fit-content"
      leftSection={<IconArchive size={16} />}
      loading={archive.isPending}
      onClick={() =>
        sure({
          about: place.name,
          question: words.archiveSure,
          act: words.archive,
          onSure: () => archive.mutate(undefined, { onSuccess: done, onError: tell.refused }),
        })
      }
    >
      {words.archive}
    </Button>
  );
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

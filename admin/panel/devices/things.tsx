import { ActionIcon, Badge, Button, Group, Text } from "@mantine/core";
import { IconPinned, IconTrash } from "@tabler/icons-react";
import type { DeviceThing } from "../../api/devices/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { DecisionsButton } from "../explain/on-demand.tsx";
import { useClock } from "../parts/clock.ts";
import { Nothing } from "../parts/loading.tsx";
import { useSure } from "../parts/sure.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { placeText } from "./place.ts";

const TOUCHES = [["devices"], ["audit"]] as const;

const Deeds = ({ thing }: { readonly thing: DeviceThing }) => {
  const { phrases } = useLanguage();
  const words = phrases.devices;
  const tell = useTell();
  const sure = useSure();
  const pin = useChange(
    (withPort: boolean) => ask("POST", `/api/devices/${thing.id}/pin`, { withPort }),
    TOUCHES,
  );
  const remove = useChange(() => ask("DELETE", `/api/devices/${thing.id}`), TOUCHES);
  const sureToRemove = () =>
    sure({
      about: thing.name,
      question: words.removeSure,
      act: words.remove,
      onSure: () => remove.mutate(undefined, { onError: tell.refused }),
    });
  const sureToPin = (place: NonNullable<DeviceThing["lastPlace"]>) =>
    sure({
      about: thing.name,
      question: words.pinSure(placeText(place)),
      act: words.pin,
      onSure: () => pin.mutate(place.nasPortId !== null, { onError: tell.refused }),
    });
  const { lastPlace } = thing;
  return (
    <Group gap="xs" wrap="nowrap">
      {lastPlace && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPinned size={14} />}
          loading={pin.isPending}
          onClick={() => sureToPin(lastPlace)}
        >
          {words.pin}
        </Button>
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`${words.remove}: ${thing.name}`}
        onClick={sureToRemove}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
};

const ThingRow = ({ thing, canChange }: { readonly thing: DeviceThing; readonly canChange: boolean }) => {
  const { phrases, format } = useLanguage();
  const at = useClock();
  const words = phrases.devices;
  const seen = thing.lastSeenAt === null ? phrases.now.never : format.ago(thing.lastSeenAt, at);
  return (
    <Group component="li" justify="space-between" px="md" py="xs" gap="sm">
      <div>
        <Group gap="xs">
          <Text fz="sm" fw={600}>
            {thing.name}
          </Text>
          {thing.alarms > 0 && (
            <Badge size="sm" color="red" variant="light" tt="none" className="on-red">
              {words.alarm}
            </Badge>
          )}
        </Group>
        <Text fz="sm" className="soft">
          {words.kinds[thing.kind]} · <span style={{ fontFamily: "monospace" }}>{thing.mac}</span>
          {thing.vlan !== null && ` · VLAN ${thing.vlan}`}
        </Text>
        <Text fz="sm" className="soft">
          {thing.pin ? words.pinnedTo(placeText(thing.pin)) : words.unpinned} · {words.seen(seen)}
        </Text>
      </div>
      <Group gap="xs" wrap="nowrap">
        {canChange && <Deeds thing={thing} />}
        <DecisionsButton whose={{ mac: thing.mac }} name={thing.name} />
      </Group>
    </Group>
  );
};

type Given = {
  readonly things: readonly DeviceThing[];
  readonly isEmpty: boolean;
  readonly canChange: boolean;
};

/** The things that are registered. */
export const Things = ({ things, isEmpty, canChange }: Given) => {
  const { phrases } = useLanguage();
  const words = phrases.devices;
  if (things.length === 0)
    return isEmpty ? (
      <Nothing hint={words.noneHint}>{words.none}</Nothing>
    ) : (
      <Nothing>{words.noMatch}</Nothing>
    );
  return (
    <ul className="card rows list">
      {things.map((thing) => (
        <ThingRow key={thing.id} thing={thing} canChange={canChange} />
      ))}
    </ul>
  );
};

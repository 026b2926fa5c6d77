import { ActionIcon, Button, Chip, Fieldset, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useLanguage } from "../phrases/language.tsx";
import type { PlanFormState } from "./use-plan-form.ts";

const WORKDAYS = ["1", "2", "3", "4", "5"];

const HoursRow = ({ form, index }: { readonly form: PlanFormState; readonly index: number }) => {
  const { plans: words } = useLanguage().phrases;
  const at = (field: string) => form.getInputProps(`hours.${index}.${field}`);
  const { error, ...weekdays } = at("weekdays");
  return (
    <Stack gap={6}>
      <Chip.Group multiple {...weekdays}>
        <Group gap={4} role="group" aria-label={words.weekdays}>
          {words.days.map((name, day) => (
            <Chip key={name} size="xs" value={String(day + 1)}>
              {name}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {error && (
        <Text fz="xs" c="red">
          {error}
        </Text>
      )}
      <Group gap="xs" wrap="nowrap" align="flex-end">
        <TextInput type="time" label={words.from} flex={1} {...at("from")} />
        <TextInput type="time" label={words.to} flex={1} {...at("to")} />
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={words.remove}
          onClick={() => form.removeListItem("hours", index)}
        >
          <IconTrash size={17} />
        </ActionIcon>
      </Group>
    </Stack>
  );
};

/** When a plan is usable, in local time; nothing means always. */
export const Hours = ({ form }: { readonly form: PlanFormState }) => {
  const { plans: words } = useLanguage().phrases;
  const rows = form.values.hours;
  return (
    <Fieldset legend={words.opening}>
      <Stack gap="sm">
        {rows.length === 0 && (
          <Text fz="sm" className="soft">
            {words.always}
          </Text>
        )}
        {rows.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name but its place
          <HoursRow key={index} form={form} index={index} />
        ))}
        <Button
          variant="subtle"
          size="compact-sm"
          w="fit-content"
          disabled={rows.length >= 20}
          leftSection={<IconPlus size={14} />}
          onClick={() => form.insertListItem("hours", { weekdays: WORKDAYS, from: "07:00", to: "21:00" })}
        >
          {words.addHours}
        </Button>
      </Stack>
    </Fieldset>
  );
};

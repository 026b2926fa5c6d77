import { ActionIcon, Button, Fieldset, Group, NumberInput, Select, Stack, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useLanguage } from "../phrases/language.tsx";
import type { PlanFormState } from "./use-plan-form.ts";

const PERS = ["day", "week", "month", "once", "session"] as const;

const AllowanceRow = ({ form, index }: { readonly form: PlanFormState; readonly index: number }) => {
  const { phrases } = useLanguage();
  const words = phrases.plans;
  const at = (field: string) => form.getInputProps(`allowances.${index}.${field}`);
  const units = [
    { value: "MB", label: "MB" },
    { value: "GB", label: "GB" },
    { value: "minutes", label: words.minutes },
    { value: "hours", label: words.hours },
  ];
  const pers = PERS.map((value) => ({ value, label: phrases.per[value] }));
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <NumberInput aria-label={words.amount} min={0} flex={1} {...at("amount")} />
      <Select aria-label={words.unit} data={units} allowDeselect={false} w={98} {...at("unit")} />
      <Select aria-label={words.every} data={pers} allowDeselect={false} flex={1} {...at("per")} />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={words.remove}
        onClick={() => form.removeListItem("allowances", index)}
      >
        <IconTrash size={17} />
      </ActionIcon>
    </Group>
  );
};

/** How much data and time, and per what. */
export const Allowances = ({ form }: { readonly form: PlanFormState }) => {
  const { plans: words } = useLanguage().phrases;
  const rows = form.values.allowances;
  return (
    <Fieldset legend={words.allowances}>
      <Stack gap="xs">
        {rows.length === 0 && (
          <Text fz="sm" className="soft">
            {words.noAllowance}
          </Text>
        )}
        {rows.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name but its place
          <AllowanceRow key={index} form={form} index={index} />
        ))}
        <Button
          variant="subtle"
          size="compact-sm"
          w="fit-content"
          disabled={rows.length >= 10}
          leftSection={<IconPlus size={14} />}
          onClick={() => form.insertListItem("allowances", { amount: 1, unit: "GB", per: "day" })}
        >
          {words.addAllowance}
        </Button>
      </Stack>
    </Fieldset>
  );
};

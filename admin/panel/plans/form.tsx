import {
  Button,
  Fieldset,
  Group,
  NumberInput,
  Radio,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import type { PlanRow } from "../../api/plans/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { RefusalNote } from "../parts/refusal-note.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { Allowances } from "./allowances.tsx";
import { Hours } from "./hours.tsx";
import { type PlanFormState, usePlanForm } from "./use-plan-form.ts";
import { type PlanValues, policyOf } from "./values.ts";

const request = (plan: PlanRow | null) => (values: PlanValues) => {
  const { code, vi, en } = values;
  const body = { name: { vi, en }, policy: policyOf(values) };
  return plan ? ask("PUT", `/api/plans/${plan.id}`, body) : ask("POST", "/api/plans", { code, ...body });
};

type Part = { readonly form: PlanFormState };

const Names = ({ form, isNew }: Part & { readonly isNew: boolean }) => {
  const { plans: words } = useLanguage().phrases;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <TextInput label={words.nameVi} lang="vi" maxLength={80} data-autofocus {...form.getInputProps("vi")} />
      <TextInput label={words.nameEn} lang="en" maxLength={80} {...form.getInputProps("en")} />
      {isNew && (
        <TextInput
          label={words.code}
          description={words.codeHint}
          maxLength={39}
          {...form.getInputProps("code")}
        />
      )}
    </SimpleGrid>
  );
};

const Speeds = ({ form }: Part) => {
  const { plans: words, unlimited } = useLanguage().phrases;
  const plain = {
    min: 8,
    max: 10_000_000,
    step: 500,
    thousandSeparator: " ",
    placeholder: unlimited,
  } as const;
  return (
    <Fieldset legend={words.speeds}>
      <SimpleGrid cols={2}>
        <NumberInput label={words.down} {...plain} {...form.getInputProps("downKbps")} />
        <NumberInput label={words.up} {...plain} {...form.getInputProps("upKbps")} />
      </SimpleGrid>
      <Text fz="xs" className="soft" mt={4}>
        {words.emptyIsUnlimited}
      </Text>
    </Fieldset>
  );
};

const AtEnd = ({ form }: Part) => {
  const { plans: words } = useLanguage().phrases;
  const plain = { min: 8, max: 10_000_000, step: 64, thousandSeparator: " " } as const;
  return (
    <Fieldset legend={words.atEnd}>
      <Radio.Group aria-label={words.atEnd} {...form.getInputProps("atEnd")}>
        <Stack gap="xs">
          <Radio value="slow" label={words.slow} />
          {form.values.atEnd === "slow" && (
            <SimpleGrid cols={2} pl="xl">
              <NumberInput label={words.down} {...plain} {...form.getInputProps("slowDown")} />
              <NumberInput label={words.up} {...plain} {...form.getInputProps("slowUp")} />
            </SimpleGrid>
          )}
          <Radio value="government-only" label={words.government} />
          <Radio value="stop" label={words.stop} />
        </Stack>
      </Radio.Group>
    </Fieldset>
  );
};

const SessionLimits = ({ form }: Part) => {
  const { plans: words, unlimited } = useLanguage().phrases;
  const plain = { min: 1, placeholder: unlimited } as const;
  return (
    <Fieldset legend={words.sessions}>
      <SimpleGrid cols={2}>
        <NumberInput
          label={words.longest}
          {...plain}
          max={43_200}
          {...form.getInputProps("longestMinutes")}
        />
        <NumberInput label={words.idle} {...plain} max={1_440} {...form.getInputProps("idleMinutes")} />
        <NumberInput label={words.devices} {...plain} max={100} {...form.getInputProps("devices")} />
        <NumberInput label={words.validFor} {...plain} max={3_650} {...form.getInputProps("validDays")} />
      </SimpleGrid>
    </Fieldset>
  );
};

/** Makes a plan, or changes one for everybody who has it. */
export const PlanForm = ({
  plan,
  onDone,
}: {
  readonly plan: PlanRow | null;
  readonly onDone: () => void;
}) => {
  const { phrases } = useLanguage();
  const tell = useTell();
  const form = usePlanForm(plan, phrases.plans.required);
  const save = useChange(request(plan), [["plans"]]);
  const done = (): void => {
    tell.done(phrases.plans.saved);
    onDone();
  };
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values, { onSuccess: done }))}>
      <Stack>
        <Names form={form} isNew={plan === null} />
        <Allowances form={form} />
        <AtEnd form={form} />
        <Speeds form={form} />
        <SessionLimits form={form} />
        <Hours form={form} />
        <RefusalNote fault={save.error} />
        <Group justify="space-between">
          <Text fz="sm" className="soft" flex="1 1 12rem">
            {plan && phrases.plans.reach}
          </Text>
          <Button variant="default" onClick={onDone}>
            {phrases.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {phrases.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

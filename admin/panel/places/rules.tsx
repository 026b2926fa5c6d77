import { Badge, Group, NumberInput, Text } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import type { Place } from "../../api/places/shapes.ts";
import { SavedForm, Section } from "../parts/section.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { type RulesWish, usePlace } from "./use-places.ts";

type Rule = keyof Place["rules"];
type Values = { [Name in Rule]: number | "" };

const RULES: readonly { readonly name: Rule; readonly min: number; readonly max: number }[] = [
  { name: "rememberDays", min: 0, max: 365 },
  { name: "rememberPrivateDays", min: 0, max: 365 },
  { name: "quarantineVlan", min: 1, max: 4094 },
];

const valuesOf = ({ rules }: Place): Values => ({
  rememberDays: rules.rememberDays.own ?? "",
  rememberPrivateDays: rules.rememberPrivateDays.own ?? "",
  quarantineVlan: rules.quarantineVlan.own ?? "",
});

const said = (value: number | ""): number | null => (value === "" ? null : value);

const wishOf = ({ rememberDays, rememberPrivateDays, quarantineVlan }: Values): RulesWish => ({
  rememberDays: said(rememberDays),
  rememberPrivateDays: said(rememberPrivateDays),
  quarantineVlan: said(quarantineVlan),
});

/** Whether a rule is the place's own, or whose it is. */
const Whose = ({
  place,
  name,
  isOwn,
}: {
  readonly place: Place;
  readonly name: Rule;
  readonly isOwn: boolean;
}) => {
  const { places: words } = useLanguage().phrases;
  const { from } = place.rules[name];
  return (
    <Badge variant={isOwn ? "light" : "default"} tt="none" fw={550} component="span" maw="100%">
      {isOwn ? words.own : words.inherited(from ?? words.standard)}
    </Badge>
  );
};

type Field = {
  readonly place: Place;
  readonly form: UseFormReturnType<Values>;
  readonly rule: (typeof RULES)[number];
};

const RuleInput = ({ place, form, rule: { name, min, max } }: Field) => {
  const { places: words } = useLanguage().phrases;
  const { inherited } = place.rules[name];
  return (
    <div>
      <NumberInput
        label={words[name]}
        description={words[`${name}Hint`]}
        placeholder={inherited === null ? words.noVlan : String(inherited)}
        min={min}
        max={max}
        allowDecimal={false}
        hideControls
        {...form.getInputProps(name)}
      />
      <Group mt={4}>
        <Whose place={place} name={name} isOwn={form.values[name] !== ""} />
      </Group>
    </div>
  );
};

const Plain = ({ place }: { readonly place: Place }) => {
  const { places: words } = useLanguage().phrases;
  return RULES.map(({ name }) => (
    <Text fz="sm" key={name}>
      {words[name]}: {place.rules[name].own ?? place.rules[name].inherited ?? words.noVlan}{" "}
      <Whose place={place} name={name} isOwn={place.rules[name].own !== null} />
    </Text>
  ));
};

const RulesForm = ({ place }: { readonly place: Place }) => {
  const { places: words } = useLanguage().phrases;
  const tell = useTell();
  const { rules } = usePlace(place.id);
  const form = useForm<Values>({ initialValues: valuesOf(place) });
  const save = form.onSubmit((values) =>
    rules.mutate(wishOf(values), {
      onSuccess: () => {
        form.resetDirty();
        tell.done(words.rulesSaved);
      },
    }),
  );
  return (
    <SavedForm isDirty={form.isDirty()} isBusy={rules.isPending} fault={rules.error} onSubmit={save}>
      {RULES.map((rule) => (
        <RuleInput key={rule.name} place={place} form={form} rule={rule} />
      ))}
    </SavedForm>
  );
};

/** What holds for devices at a place and below: its own word, or that of the nearest place above. */
export const PlaceRules = ({ place, canChange }: { readonly place: Place; readonly canChange: boolean }) => {
  const { places: words } = useLanguage().phrases;
  return (
    <Section title={words.rules} hint={words.rulesHint}>
      {canChange ? <RulesForm place={place} /> : <Plain place={place} />}
    </Section>
  );
};

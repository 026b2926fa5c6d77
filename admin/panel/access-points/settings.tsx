import { Input, NumberInput, SegmentedControl, Select, Switch, Textarea, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { leads } from "#access/vendors/leads";
import type { AccessPoint } from "../../api/access-points/shapes.ts";
import { folded } from "../parts/folded.ts";
import { SavedForm, Section } from "../parts/section.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { Changes } from "./changes.tsx";
import { isName, ProfileNames } from "./profile-names.tsx";
import { areMacs, type SettingsValues, settingsOf, valuesOf } from "./settings-values.ts";
import { useSiteChoices } from "./site-choices.ts";
import { useAccessPoint } from "./use-access-point.ts";
import { useFamily } from "./use-families.ts";

type Part = { readonly form: UseFormReturnType<SettingsValues> };

const VIEWPOINTS = ["auto", "nas", "client"] as const;

const NameAndPlace = ({ form }: Part) => {
  const { accessPoints: words } = useLanguage().phrases;
  return (
    <>
      <TextInput label={words.name} maxLength={80} {...form.getInputProps("name")} />
      <Select
        label={words.site}
        description={words.settings.siteHint}
        data={useSiteChoices()}
        searchable
        allowDeselect={false}
        limit={60}
        filter={folded}
        {...form.getInputProps("siteId")}
      />
    </>
  );
};

const Sessions = ({ form, kind }: Part & Pick<AccessPoint, "kind">) => {
  const words = useLanguage().phrases.accessPoints.settings;
  const asksRadius = useFamily(kind)?.asksRadius;
  return (
    <>
      <NumberInput
        label={words.fastest}
        description={words.fastestHint}
        min={0.1}
        max={1_000_000}
        decimalScale={3}
        hideControls
        {...form.getInputProps("fastestMbps")}
      />
      <NumberInput
        label={words.renewEvery}
        description={words.renewHint}
        min={300}
        max={86_400}
        allowDecimal={false}
        hideControls
        {...form.getInputProps("renewEvery")}
      />
      {asksRadius && (
        <Switch
          label={words.reauthenticate}
          description={words.reauthenticateHint}
          {...form.getInputProps("mayReauthenticate", { type: "checkbox" })}
        />
      )}
    </>
  );
};

const Reports = ({ form }: Part) => {
  const words = useLanguage().phrases.accessPoints.settings;
  return (
    <>
      <Input.Wrapper label={words.viewpoint} description={words.viewpointHint} labelElement="div">
        <SegmentedControl
          fullWidth
          mt={6}
          aria-label={words.viewpoint}
          data={VIEWPOINTS.map((value) => ({ value, label: words.viewpoints[value] }))}
          {...form.getInputProps("viewpoint")}
        />
      </Input.Wrapper>
      <Textarea
        label={words.stations}
        description={words.stationsHint}
        autosize
        minRows={1}
        spellCheck={false}
        {...form.getInputProps("stations")}
      />
    </>
  );
};

/** Only where the family can be told the way. */
const Unknown = ({ form, kind }: Part & Pick<AccessPoint, "kind">) => {
  const words = useLanguage().phrases.accessPoints.settings;
  const family = useFamily(kind);
  if (!family || !leads(family)) return null;
  return (
    <TextInput
      label={words.leadsBy}
      description={words.leadsByHint}
      maxLength={100}
      spellCheck={false}
      {...form.getInputProps("leadsBy")}
    />
  );
};

/** What an access point is called, where it stands, and how its sessions and reports are to be understood. */
export const Settings = ({ point }: { readonly point: AccessPoint }) => {
  const { phrases } = useLanguage();
  const words = phrases.accessPoints.settings;
  const tell = useTell();
  const { settings } = useAccessPoint(point.id);
  const name = (text: string) => (isName(text) ? null : words.roles.wrong);
  const form = useForm<SettingsValues>({
    initialValues: valuesOf(point),
    validate: {
      name: (name) => (name.trim() ? null : phrases.plans.required),
      stations: (text) => (areMacs(text) ? null : words.stationsWrong),
      names: { full: name, slow: name, "government-only": name },
    },
  });
  const save = form.onSubmit((values) =>
    settings.mutate(settingsOf(values), {
      onSuccess: () => {
        form.resetDirty();
        tell.done(words.saved);
      },
    }),
  );
  return (
    <Section title={words.title}>
      <SavedForm isDirty={form.isDirty()} isBusy={settings.isPending} fault={settings.error} onSubmit={save}>
        <NameAndPlace form={form} />
        <Sessions form={form} kind={point.kind} />
        <Changes form={form} kind={point.kind} />
        <Unknown form={form} kind={point.kind} />
        <ProfileNames form={form} kind={point.kind} />
        <Reports form={form} />
      </SavedForm>
    </Section>
  );
};

import { Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { Place } from "../../api/places/shapes.ts";
import { folded } from "../parts/folded.ts";
import { SavedForm, Section } from "../parts/section.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { useAbove, usePlace } from "./use-places.ts";

type Values = { name: string; parentId: string | null };

const idOf = (parentId: string | null): number | null => (parentId === null ? null : Number(parentId));

/** A place's name, and what it belongs to. */
export const PlaceChange = ({ place }: { readonly place: Place }) => {
  const { phrases } = useLanguage();
  const words = phrases.places;
  const tell = useTell();
  const above = useAbove(place.kind);
  const { change } = usePlace(place.id);
  const form = useForm<Values>({
    initialValues: { name: place.name, parentId: place.parentId === null ? null : String(place.parentId) },
    validate: { name: (name) => (name.trim() === "" ? phrases.plans.required : null) },
  });
  const save = form.onSubmit(({ name, parentId }) =>
    change.mutate(
      { name: name.trim(), parentId: idOf(parentId) },
      {
        onSuccess: () => {
          form.resetDirty();
          tell.done(words.saved(name.trim()));
        },
      },
    ),
  );
  return (
    <Section title={words.change}>
      <SavedForm isDirty={form.isDirty()} isBusy={change.isPending} fault={change.error} onSubmit={save}>
        <TextInput label={words.name} maxLength={120} {...form.getInputProps("name")} />
        {above.length > 0 && (
          <Select
            label={place.kind === "site" ? words.under : words.province}
            description={words.moveHint}
            data={above}
            searchable
            allowDeselect={false}
            limit={60}
            filter={folded}
            {...form.getInputProps("parentId")}
          />
        )}
      </SavedForm>
    </Section>
  );
};

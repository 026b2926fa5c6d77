import { Group, Radio, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { AddPlace } from "../../api/places/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { Dialog, DialogForm } from "../parts/dialog.tsx";
import { folded } from "../parts/folded.ts";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { useAbove } from "./use-places.ts";

type Values = { kind: AddPlace["kind"]; name: string; parentId: string | null; code: string };

const bodyOf = ({ kind, name, parentId, code }: Values): AddPlace => ({
  kind,
  name: name.trim(),
  parentId: parentId === null ? null : Number(parentId),
  code: code.trim() || null,
});

const AddForm = ({ onClose }: { readonly onClose: () => void }) => {
  const { phrases } = useLanguage();
  const words = phrases.places;
  const tell = useTell();
  const form = useForm<Values>({
    initialValues: { kind: "site", name: "", parentId: null, code: "" },
    validate: { name: (name) => (name.trim() === "" ? phrases.plans.required : null) },
  });
  const { kind } = form.values;
  const above = useAbove(kind);
  const add = useChange(
    (values: Values) => ask("POST", "/api/places", bodyOf(values)),
    [["places"], ["sites"], ["audit"]],
  );
  const submit = form.onSubmit((values) => {
    if (above.length > 0 && values.parentId === null)
      return form.setFieldError("parentId", phrases.plans.required);
    const done = () => {
      tell.done(words.added(values.name.trim()));
      onClose();
    };
    return add.mutate(values, { onSuccess: done });
  });
  return (
    <DialogForm act={words.add} isBusy={add.isPending} fault={add.error} onSubmit={submit} onClose={onClose}>
      <Radio.Group
        label={words.what}
        value={kind}
        onChange={(value) => form.setValues({ kind: value as Values["kind"], parentId: null })}
      >
        <Group mt={6}>
          <Radio value="site" label={words.site} />
          <Radio value="commune" label={words.commune} />
        </Group>
      </Radio.Group>
      <TextInput label={words.name} maxLength={120} data-autofocus {...form.getInputProps("name")} />
      {(kind === "site" || above.length > 0) && (
        <Select
          label={kind === "site" ? words.under : words.province}
          data={above}
          searchable
          limit={60}
          filter={folded}
          {...form.getInputProps("parentId")}
        />
      )}
      <TextInput
        label={words.code}
        description={words.codeHint}
        maxLength={40}
        spellCheck={false}
        {...form.getInputProps("code")}
      />
    </DialogForm>
  );
};

type Given = { readonly isOpen: boolean; readonly onClose: () => void };

/** Adds a commune or a site. */
export const AddPlaceDialog = ({ isOpen, onClose }: Given) => {
  const { phrases } = useLanguage();
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={phrases.places.add}>
      <AddForm onClose={onClose} />
    </Dialog>
  );
};

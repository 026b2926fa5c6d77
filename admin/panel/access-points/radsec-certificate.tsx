import { Checkbox, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { AccessPoint } from "../../api/access-points/shapes.ts";
import type { Radsec } from "../../api/radsec/shapes.ts";
import { SavedForm } from "../parts/section.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { useRadsec } from "./use-radsec.ts";

type Given = { readonly point: AccessPoint; readonly radsec: Radsec };

/** The certificate an access point may show, and whether UDP is still taken from it. */
export const RadsecCertificate = ({ point, radsec }: Given) => {
  const { phrases } = useLanguage();
  const words = phrases.accessPoints.radsec;
  const tell = useTell();
  const { set } = useRadsec(point.id);
  const form = useForm({
    initialValues: {
      name: radsec.name ?? "",
      fingerprint: radsec.fingerprint ?? "",
      required: radsec.required,
    },
  });
  const save = form.onSubmit(({ name, fingerprint, required }) =>
    set.mutate(
      { name: name.trim() || null, fingerprint: fingerprint.trim() || null, required },
      {
        onSuccess: () => {
          form.resetDirty();
          tell.done(words.saved);
        },
      },
    ),
  );
  const plain = { spellCheck: false, autoComplete: "off" } as const;
  return (
    <SavedForm isDirty={form.isDirty()} isBusy={set.isPending} fault={set.error} onSubmit={save}>
      <TextInput
        label={words.name}
        description={words.nameHint}
        maxLength={300}
        {...plain}
        {...form.getInputProps("name")}
      />
      <TextInput
        label={words.fingerprint}
        description={words.fingerprintHint}
        maxLength={200}
        {...plain}
        {...form.getInputProps("fingerprint")}
      />
      <Checkbox
        label={words.required}
        description={words.requiredHint}
        {...form.getInputProps("required", { type: "checkbox" })}
      />
    </SavedForm>
  );
};

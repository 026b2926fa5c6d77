import { Button, PasswordInput, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { RefusalNote } from "../parts/refusal-note.tsx";
import { useLanguage } from "../phrases/language.tsx";

/** The present password and twice the next one. */
export const NewPasswordForm = ({ onDone }: { readonly onDone?: () => void }) => {
  const { phrases } = useLanguage();
  const words = phrases.signIn;
  const form = useForm({
    initialValues: { current: "", next: "", again: "" },
    validate: { again: (again, { next }) => (again === next ? null : words.notSame) },
  });
  const change = useChange(
    ({ current, next }: typeof form.values) => ask("POST", "/api/me/password", { current, next }),
    [["me"]],
  );
  const done = () => {
    form.reset();
    onDone?.();
  };
  const plain = { required: true, withAsterisk: false } as const;
  return (
    <form onSubmit={form.onSubmit((given) => change.mutate(given, { onSuccess: done }))}>
      <Stack>
        <RefusalNote fault={change.error} />
        <PasswordInput
          label={words.current}
          autoComplete="current-password"
          {...plain}
          {...form.getInputProps("current")}
        />
        <PasswordInput
          label={words.next}
          autoComplete="new-password"
          {...plain}
          {...form.getInputProps("next")}
        />
        <PasswordInput
          label={words.again}
          autoComplete="new-password"
          {...plain}
          {...form.getInputProps("again")}
        />
        <Button type="submit" size="md" loading={change.isPending}>
          {phrases.save}
        </Button>
      </Stack>
    </form>
  );
};

import { Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { RefusalNote } from "../parts/refusal-note.tsx";
import { useLanguage } from "../phrases/language.tsx";

/** Six digits and a button. */
export const CodeForm = () => {
  const { phrases } = useLanguage();
  const form = useForm({ initialValues: { code: "" } });
  const give = useChange((given: typeof form.values) => ask("POST", "/api/me/code", given), [["me"]]);
  return (
    <form
      onSubmit={form.onSubmit((given) =>
        give.mutate(given, { onError: () => form.setFieldValue("code", "") }),
      )}
    >
      <Stack>
        <RefusalNote fault={give.error} />
        <TextInput
          label={phrases.signIn.code}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
          required
          withAsterisk={false}
          size="lg"
          styles={{ input: { letterSpacing: "0.35em", fontWeight: 600 } }}
          {...form.getInputProps("code")}
        />
        <Button type="submit" size="md" loading={give.isPending}>
          {phrases.signIn.go}
        </Button>
      </Stack>
    </form>
  );
};

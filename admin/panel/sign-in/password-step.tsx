import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { RefusalNote } from "../parts/refusal-note.tsx";
import { useLanguage } from "../phrases/language.tsx";

/** Login and password. */
export const PasswordStep = () => {
  const { phrases } = useLanguage();
  const form = useForm({ initialValues: { login: "", password: "" } });
  const signIn = useChange((given: typeof form.values) => ask("POST", "/api/me/sign-in", given), [["me"]]);
  return (
    <form onSubmit={form.onSubmit((given) => signIn.mutate(given))}>
      <Stack>
        <RefusalNote fault={signIn.error} />
        <TextInput
          label={phrases.signIn.login}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          {...form.getInputProps("login")}
        />
        <PasswordInput
          label={phrases.signIn.password}
          autoComplete="current-password"
          required
          withAsterisk={false}
          {...form.getInputProps("password")}
        />
        <Button type="submit" size="md" loading={signIn.isPending}>
          {phrases.signIn.go}
        </Button>
      </Stack>
    </form>
  );
};

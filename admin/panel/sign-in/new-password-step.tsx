import { Stack, Text, Title } from "@mantine/core";
import { useLanguage } from "../phrases/language.tsx";
import { NewPasswordForm } from "./new-password-form.tsx";
import { StartOver } from "./start-over.tsx";

/** The one-time password gives way to one's own. */
export const NewPasswordStep = () => {
  const { phrases } = useLanguage();
  return (
    <Stack>
      <div>
        <Title order={2} fz={17}>
          {phrases.signIn.newTitle}
        </Title>
        <Text className="soft" fz="sm">
          {phrases.signIn.newHint}
        </Text>
      </div>
      <NewPasswordForm />
      <StartOver />
    </Stack>
  );
};

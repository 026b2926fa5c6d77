import { Stack, Text, Title } from "@mantine/core";
import { useLanguage } from "../phrases/language.tsx";
import { CodeForm } from "./code-form.tsx";
import { StartOver } from "./start-over.tsx";

/** The code of every later sign-in. */
export const CodeStep = () => {
  const { phrases } = useLanguage();
  return (
    <Stack>
      <div>
        <Title order={2} fz={17}>
          {phrases.signIn.codeTitle}
        </Title>
        <Text className="soft" fz="sm">
          {phrases.signIn.codeHint}
        </Text>
      </div>
      <CodeForm />
      <StartOver />
    </Stack>
  );
};

import { Center, Group, Loader, Paper, Stack, Text, Title } from "@mantine/core";
import type { ComponentType, ReactNode } from "react";
import type { Me } from "../../api/me/shapes.ts";
import { useMe } from "../ask/queries.ts";
import { Mark } from "../parts/mark.tsx";
import { RefusalNote } from "../parts/refusal-note.tsx";
import { ColourSwitch, LanguageSwitch } from "../parts/switches.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { CodeStep } from "./code-step.tsx";
import { EnrolStep } from "./enrol-step.tsx";
import { NewPasswordStep } from "./new-password-step.tsx";
import { PasswordStep } from "./password-step.tsx";

const STEPS: Readonly<Record<Exclude<Me["step"], "in">, ComponentType>> = {
  "sign-in": PasswordStep,
  code: CodeStep,
  "new-password": NewPasswordStep,
  "enrol-code": EnrolStep,
};

/** A quiet page with one thing on it. */
const Porch = ({ children }: { readonly children: ReactNode }) => {
  const { phrases } = useLanguage();
  return (
    <Center mih="100dvh" p="md" component="main">
      <Stack w="100%" maw={400} gap="lg">
        <Group justify="space-between">
          <Mark size={36} />
          <Group gap="xs">
            <LanguageSwitch />
            <ColourSwitch />
          </Group>
        </Group>
        <div>
          <Title order={1} fz={22}>
            {phrases.signIn.title}
          </Title>
          <Text className="soft">{phrases.signIn.subtitle}</Text>
        </div>
        <Paper className="card" p="lg">
          {children}
        </Paper>
      </Stack>
    </Center>
  );
};

/** Opens the panel to whoever has done every step of signing in, and shows the next step to everybody else. */
export const Gate = ({ children }: { readonly children: ReactNode }) => {
  const { data, error } = useMe();
  if (data?.step === "in") return children;
  if (!data) return <Porch>{error ? <RefusalNote fault={error} /> : <Loader type="dots" />}</Porch>;
  const Step = STEPS[data.step];
  return (
    <Porch>
      <Step />
    </Porch>
  );
};

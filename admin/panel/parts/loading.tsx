import { Center, Loader, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useLanguage } from "../phrases/language.tsx";
import { RefusalNote } from "./refusal-note.tsx";

/** While something is read for the first time, or could not be. */
export const Loading = ({ fault }: { readonly fault: Error | null }) => {
  const { phrases } = useLanguage();
  if (fault) return <RefusalNote fault={fault} />;
  return (
    <Center py="xl" role="status" aria-label={phrases.loading}>
      <Loader type="dots" />
    </Center>
  );
};

/** Where there is nothing to show. */
export const Nothing = ({ children, hint }: { readonly children: ReactNode; readonly hint?: string }) => (
  <Stack align="center" gap={4} py="xl" px="md">
    <Text className="soft">{children}</Text>
    {hint && (
      <Text className="soft" fz="sm" ta="center" maw={520}>
        {hint}
      </Text>
    )}
  </Stack>
);

import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { StartOver } from "./start-over.tsx";

type Given = { readonly title: string; readonly hint: string; readonly children: ReactNode };

/** A step after the password: what it is, what to do, and the way out of it. */
export const Step = ({ title, hint, children }: Given) => (
  <Stack>
    <div>
      <Title order={2} fz={17}>
        {title}
      </Title>
      <Text className="soft" fz="sm">
        {hint}
      </Text>
    </div>
    {children}
    <StartOver />
  </Stack>
);

import { Group, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";

type Given = { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode };

/** A page: its title, what belongs beside it, and its content. */
export const Page = ({ title, aside, children }: Given) => (
  <Stack gap="lg" maw={1180} mx="auto" pb="xl">
    <Group justify="space-between" align="center" mih={36}>
      <Title order={1} fz={24}>
        {title}
      </Title>
      {aside}
    </Group>
    {children}
  </Stack>
);

type Section = { readonly title: string; readonly aside?: ReactNode; readonly children: ReactNode };

/** A part of a page on its own card. */
export const Part = ({ title, aside, children }: Section) => (
  <section className="card" aria-label={title}>
    <Group justify="space-between" px="md" pt="sm" pb="xs">
      <Title order={2} fz={16}>
        {title}
      </Title>
      {aside}
    </Group>
    {children}
  </section>
);

import { Button, Stack, Text, Title } from "@mantine/core";
import type { FormEventHandler, ReactNode } from "react";
import { useLanguage } from "../phrases/language.tsx";
import { RefusalNote } from "./refusal-note.tsx";

type Given = { readonly title: string; readonly hint?: string; readonly children: ReactNode };

/** A part of what is told of one thing, under its own heading. */
export const Section = ({ title, hint, children }: Given) => (
  <section aria-label={title}>
    <Title order={3} fz={15} mb={4}>
      {title}
    </Title>
    {hint && (
      <Text fz="sm" className="soft" mb="xs">
        {hint}
      </Text>
    )}
    {children}
  </section>
);

type Form = {
  /** whether there is anything to save */
  readonly isDirty: boolean;
  readonly isBusy: boolean;
  readonly fault: Error | null;
  readonly onSubmit: FormEventHandler<HTMLFormElement>;
  readonly children: ReactNode;
};

/** Fields that are saved together where they stand. */
export const SavedForm = ({ isDirty, isBusy, fault, onSubmit, children }: Form) => {
  const { phrases } = useLanguage();
  return (
    <form noValidate onSubmit={onSubmit}>
      <Stack gap="sm">
        {children}
        <RefusalNote fault={fault} />
        <Button
          type="submit"
          size="compact-sm"
          variant="default"
          w="fit-content"
          disabled={!isDirty}
          loading={isBusy}
        >
          {phrases.save}
        </Button>
      </Stack>
    </form>
  );
};

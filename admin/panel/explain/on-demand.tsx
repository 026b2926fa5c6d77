import { ActionIcon, Button } from "@mantine/core";
import { IconZoomQuestion } from "@tabler/icons-react";
import { useState } from "react";
import { useMe } from "../ask/queries.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Section } from "../parts/section.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { DecisionList } from "./decisions.tsx";
import type { Whose } from "./use-decisions.ts";

/** Each look at a person is remembered, so that logins of many are shown to who asks for them, and may. */
const useMaySee = (): boolean => useMe().data?.permissions.includes("see-people") ?? false;

type Given = { readonly whose: Whose };

/** Logins and why they were decided so, under a heading of their own. */
export const DecisionsOnDemand = ({ whose }: Given) => {
  const { phrases } = useLanguage();
  const [isAsked, setAsked] = useState(false);
  if (!useMaySee()) return null;
  return (
    <Section title={phrases.explain.title} hint={phrases.explain.hint}>
      {isAsked ? (
        <DecisionList whose={whose} />
      ) : (
        <Button variant="default" size="compact-sm" onClick={() => setAsked(true)}>
          {phrases.explain.show}
        </Button>
      )}
    </Section>
  );
};

/** The same in a dialog, behind a button in a list. */
export const DecisionsButton = ({ whose, name }: Given & { readonly name: string }) => {
  const { phrases } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  if (!useMaySee()) return null;
  const title = phrases.explain.of(name);
  return (
    <>
      <ActionIcon variant="subtle" color="gray" aria-label={title} onClick={() => setOpen(true)}>
        <IconZoomQuestion size={16} />
      </ActionIcon>
      <Dialog isOpen={isOpen} isWide title={title} onClose={() => setOpen(false)}>
        <DecisionList whose={whose} />
      </Dialog>
    </>
  );
};

import { Radio, Stack } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Person } from "../../api/people/shapes.ts";
import { usePlans } from "../ask/queries.ts";
import { Dialog, DialogForm } from "../parts/dialog.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { summaryOf } from "../plans/summary.ts";

type Given = {
  readonly person: Person;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onChoose: (planId: number) => void;
};

/** Chooses another plan for a person. */
export const PlanDialog = ({ person, isOpen, onClose, onChoose }: Given) => {
  const { locale, phrases, format } = useLanguage();
  const { data } = usePlans();
  const [chosen, setChosen] = useState(String(person.plan.id));
  const choose = (event: FormEvent): void => {
    event.preventDefault();
    onChoose(Number(chosen));
    onClose();
  };
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={phrases.people.planTitle}>
      <DialogForm
        act={phrases.people.changePlan}
        isIdle={chosen === String(person.plan.id)}
        onSubmit={choose}
        onClose={onClose}
      >
        <Radio.Group value={chosen} onChange={setChosen} aria-label={phrases.people.planTitle}>
          <Stack gap="sm">
            {data?.plans.map((plan) => (
              <Radio
                key={plan.id}
                value={String(plan.id)}
                label={plan.name[locale]}
                description={summaryOf(plan.policy, phrases, format)}
              />
            ))}
          </Stack>
        </Radio.Group>
      </DialogForm>
    </Dialog>
  );
};

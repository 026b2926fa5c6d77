import { Checkbox, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Member, OneTime } from "../../api/roster/shapes.ts";
import { Dialog, DialogForm } from "../parts/dialog.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { useMember } from "./use-roster.ts";

type Given = {
  readonly member: Member;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onFresh: (fresh: OneTime) => void;
};

/** Asks before somebody gets a new one-time password, and whether the phone with the codes is lost too. */
export const ResetDialog = ({ member, isOpen, onClose, onFresh }: Given) => {
  const { phrases } = useLanguage();
  const words = phrases.staff;
  const { reset } = useMember(member.id);
  const [forgetCode, setForgetCode] = useState(false);
  const done = (fresh: OneTime): void => {
    onClose();
    onFresh(fresh);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    reset.mutate(forgetCode, { onSuccess: done });
  };
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={`${words.reset}: ${member.login}`}>
      <DialogForm
        act={words.reset}
        isBusy={reset.isPending}
        fault={reset.error}
        onSubmit={submit}
        onClose={onClose}
      >
        <Text fz="sm">{words.resetSure}</Text>
        <Checkbox
          label={words.forgetCode}
          checked={forgetCode}
          onChange={(event) => setForgetCode(event.currentTarget.checked)}
        />
      </DialogForm>
    </Dialog>
  );
};

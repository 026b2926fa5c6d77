import { Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Dialog, DialogForm } from "../parts/dialog.tsx";
import { useLanguage } from "../phrases/language.tsx";

type Given = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onBlock: (reason: string) => void;
};

/** Asks why somebody is blocked, since a colleague will be asked. */
export const BlockDialog = ({ isOpen, onClose, onBlock }: Given) => {
  const { phrases } = useLanguage();
  const form = useForm({
    initialValues: { reason: "" },
    validate: { reason: (reason) => (reason.trim() === "" ? phrases.plans.required : null) },
  });
  const submit = form.onSubmit(({ reason }) => {
    onBlock(reason.trim());
    form.reset();
    onClose();
  });
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={phrases.people.blockTitle}>
      <DialogForm act={phrases.people.block} isDangerous onSubmit={submit} onClose={onClose}>
        <Text fz="sm">{phrases.people.blockExplain}</Text>
        <TextInput
          label={phrases.people.blockReason}
          maxLength={200}
          data-autofocus
          {...form.getInputProps("reason")}
        />
      </DialogForm>
    </Dialog>
  );
};

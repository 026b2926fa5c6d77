import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
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
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={phrases.people.blockTitle}
      closeButtonProps={{ "aria-label": phrases.close }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text fz="sm">{phrases.people.blockExplain}</Text>
          <TextInput
            label={phrases.people.blockReason}
            maxLength={200}
            data-autofocus
            {...form.getInputProps("reason")}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {phrases.cancel}
            </Button>
            <Button type="submit" color="red">
              {phrases.people.block}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
};

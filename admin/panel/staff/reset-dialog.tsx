import { Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { Member, OneTime } from "../../api/roster/shapes.ts";
import { RefusalNote } from "../parts/refusal-note.tsx";
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
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={`${words.reset}: ${member.login}`}
      closeButtonProps={{ "aria-label": phrases.close }}
    >
      <Stack>
        <Text fz="sm">{words.resetSure}</Text>
        <Checkbox
          label={words.forgetCode}
          checked={forgetCode}
          onChange={(event) => setForgetCode(event.currentTarget.checked)}
        />
        <RefusalNote fault={reset.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {phrases.cancel}
          </Button>
          <Button loading={reset.isPending} onClick={() => reset.mutate(forgetCode, { onSuccess: done })}>
            {words.reset}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
};

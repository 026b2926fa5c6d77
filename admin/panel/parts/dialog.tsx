import { Button, Group, Modal, Stack } from "@mantine/core";
import type { FormEventHandler, ReactNode } from "react";
import { useLanguage } from "../phrases/language.tsx";
import { RefusalNote } from "./refusal-note.tsx";

type Frame = {
  readonly isOpen: boolean;
  readonly title: ReactNode;
  /** for forms with fields beside one another */
  readonly isWide?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** A dialog; what is in it begins anew whenever it opens. */
export const Dialog = ({ isOpen, title, isWide = false, onClose, children }: Frame) => {
  const { phrases } = useLanguage();
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size={isWide ? "lg" : "md"}
      title={title}
      closeButtonProps={{ "aria-label": phrases.close }}
    >
      {children}
    </Modal>
  );
};

type Form = {
  /** what the button that does it says */
  readonly act: string;
  readonly isDangerous?: boolean;
  readonly isBusy?: boolean;
  /** nothing would change */
  readonly isIdle?: boolean;
  readonly fault?: Error | null;
  readonly onSubmit: FormEventHandler<HTMLFormElement>;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** What a dialog asks for: its fields, what was refused of them, and the two ways out. */
export const DialogForm = ({ children, fault = null, onSubmit, onClose, act, ...is }: Form) => {
  const { phrases } = useLanguage();
  return (
    <form noValidate onSubmit={onSubmit}>
      <Stack>
        {children}
        <RefusalNote fault={fault} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {phrases.cancel}
          </Button>
          <Button
            type="submit"
            {...(is.isDangerous && { color: "red" })}
            loading={is.isBusy ?? false}
            disabled={is.isIdle ?? false}
          >
            {act}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

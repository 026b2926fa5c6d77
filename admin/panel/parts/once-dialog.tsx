import { Alert, Button, Modal, Stack } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";

type Given = {
  readonly isOpen: boolean;
  readonly title: string;
  readonly warning: ReactNode;
  /** what the only button says, as nothing else closes it */
  readonly understood: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** Something that is shown this once; closed only on purpose. */
export const OnceDialog = ({ isOpen, title, warning, understood, onClose, children }: Given) => (
  <Modal
    opened={isOpen}
    onClose={onClose}
    size="lg"
    title={title}
    closeOnClickOutside={false}
    closeOnEscape={false}
    withCloseButton={false}
  >
    <Stack>
      <Alert variant="light" color="clay" icon={<IconAlertTriangle size={18} />}>
        {warning}
      </Alert>
      {children}
      <Button onClick={onClose}>{understood}</Button>
    </Stack>
  </Modal>
);

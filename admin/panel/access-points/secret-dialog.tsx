import { Alert, Button, Code, CopyButton, Group, Modal, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCopy } from "@tabler/icons-react";
import type { FreshSecret } from "../../api/access-points/shapes.ts";
import { useLanguage } from "../phrases/language.tsx";

const Block = ({ name, text }: { readonly name: string; readonly text: string }) => {
  const { phrases } = useLanguage();
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text fz="sm" fw={600}>
          {name}
        </Text>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              onClick={copy}
            >
              {copied ? phrases.copied : phrases.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Code block tabIndex={0} aria-label={name}>
        {text}
      </Code>
    </div>
  );
};

/** A secret that was just made, with what to type into the device; closed only on purpose. */
export const SecretDialog = ({
  fresh,
  onClose,
}: {
  readonly fresh: FreshSecret | null;
  readonly onClose: () => void;
}) => {
  const { phrases, format } = useLanguage();
  const words = phrases.accessPoints;
  return (
    <Modal
      opened={fresh !== null}
      onClose={onClose}
      size="lg"
      title={fresh?.previousUntil ? words.rotated : words.added}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      {fresh && (
        <Stack>
          <Alert variant="light" color="clay" icon={<IconAlertTriangle size={18} />}>
            {words.once} {fresh.previousUntil !== null && words.oldUntil(format.moment(fresh.previousUntil))}
          </Alert>
          <Block name={words.secret} text={fresh.secret} />
          <Text fz="sm">
            <strong>{words.typeIn}.</strong> {words.server}
          </Text>
          {fresh.typeIn.map(({ where, text }) => (
            <Block key={where} name={where} text={text} />
          ))}
          <Button onClick={onClose}>{words.understood}</Button>
        </Stack>
      )}
    </Modal>
  );
};

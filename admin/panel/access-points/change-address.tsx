import { Group, NumberInput, type NumberInputProps, TextInput, type TextInputProps } from "@mantine/core";
import { useLanguage } from "../phrases/language.tsx";

type Given = { readonly address: TextInputProps; readonly port: NumberInputProps };

/** Where changes of running sessions are sent. */
export const ChangeAddress = ({ address, port }: Given) => {
  const { accessPoints: words } = useLanguage().phrases;
  return (
    <Group align="flex-start" wrap="nowrap">
      <TextInput
        flex={1}
        label={words.coaAddress}
        description={words.coaHint}
        spellCheck={false}
        {...address}
      />
      <NumberInput
        w={110}
        label={words.coaPort}
        description="UDP"
        min={1}
        max={65_535}
        hideControls
        {...port}
      />
    </Group>
  );
};

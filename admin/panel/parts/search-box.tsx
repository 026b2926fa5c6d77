import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useLanguage } from "../phrases/language.tsx";

type Given = { readonly label: string; readonly value: string; readonly onChange: (value: string) => void };

/** A box that filters what is below it while one types. */
export const SearchBox = ({ label, value, onChange }: Given) => {
  const { phrases } = useLanguage();
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        value && <CloseButton size="sm" aria-label={phrases.close} onClick={() => onChange("")} />
      }
      flex="1 1 16rem"
      maw={380}
    />
  );
};

import { ActionIcon, SegmentedControl, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconMoon, IconSun } from "@tabler/icons-react";
import type { Locale } from "../format/format.ts";
import { useLanguage } from "../phrases/language.tsx";

const LANGUAGES: { value: Locale; label: string }[] = [
  { value: "vi", label: "VI" },
  { value: "en", label: "EN" },
];

/** Vietnamese or English. */
export const LanguageSwitch = () => {
  const { locale, speak } = useLanguage();
  return (
    <SegmentedControl
      size="xs"
      aria-label="Tiếng Việt / English"
      data={LANGUAGES}
      value={locale}
      onChange={(value) => speak(value as Locale)}
    />
  );
};

/** Light or dark. */
export const ColourSwitch = () => {
  const { phrases } = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const Icon = scheme === "dark" ? IconSun : IconMoon;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={phrases.colours}
      onClick={() => setColorScheme(scheme === "dark" ? "light" : "dark")}
    >
      <Icon size={18} stroke={1.7} />
    </ActionIcon>
  );
};

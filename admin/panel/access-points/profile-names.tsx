import { Fieldset, Stack, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { isSayable } from "#access/vendors/text";
import type { AccessPoint } from "../../api/access-points/shapes.ts";
import type { Family } from "../../api/families/shapes.ts";
import { useLanguage } from "../phrases/language.tsx";
import type { SettingsValues } from "./settings-values.ts";
import { useFamily } from "./use-families.ts";

const PROFILES = ["full", "slow", "government-only"] as const;

type Profile = (typeof PROFILES)[number];

/** Whether a name can be told to a device; an empty one is its family's. */
export const isName = (text: string): boolean => text.trim() === "" || isSayable(text.trim());

/** What is sent where nothing is written. */
const useSaidOfEmpty = () => {
  const words = useLanguage().phrases.accessPoints.settings.roles;
  return ({ usual }: Family["naming"], profile: Profile): string => {
    const name = usual[profile];
    if (name !== null) return words.emptySends(name);
    return profile === "slow" ? words.emptyAsFull : words.emptyNone;
  };
};

type Given = { readonly form: UseFormReturnType<SettingsValues> } & Pick<AccessPoint, "kind">;

/** What roles or filters are called on the device; nothing is asked where its family is told none. */
export const ProfileNames = ({ form, kind }: Given) => {
  const words = useLanguage().phrases.accessPoints.settings.roles;
  const saidOfEmpty = useSaidOfEmpty();
  const naming = useFamily(kind)?.naming;
  if (!naming?.attribute) return null;
  const legend = (
    <Text component="span" fz="sm" fw={600}>
      {words.title(naming.attribute)}
    </Text>
  );
  return (
    <Fieldset variant="unstyled" p={0} mx={0} legend={legend}>
      <Text fz="xs" className="soft" mb="xs">
        {words.hint}
      </Text>
      <Stack gap="xs">
        {PROFILES.map((profile) => (
          <TextInput
            key={profile}
            label={words.of[profile]}
            description={saidOfEmpty(naming, profile)}
            spellCheck={false}
            {...form.getInputProps(`names.${profile}`)}
          />
        ))}
      </Stack>
    </Fieldset>
  );
};

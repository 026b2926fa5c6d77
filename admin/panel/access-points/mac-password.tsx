import { Button, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { AccessPoint } from "../../api/access-points/shapes.ts";
import { RefusalNote } from "../parts/refusal-note.tsx";
import { Section } from "../parts/section.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { useAccessPoint } from "./use-access-point.ts";

/** The password an access point sends for every MAC address: set and taken away, never shown. */
export const MacPassword = ({ point }: { readonly point: AccessPoint }) => {
  const words = useLanguage().phrases.accessPoints.macPassword;
  const tell = useTell();
  const { macPassword } = useAccessPoint(point.id);
  const [password, setPassword] = useState("");
  const say = (wish: string | null, done: string): void =>
    macPassword.mutate(wish, {
      onSuccess: () => {
        setPassword("");
        tell.done(done);
      },
    });
  const set = (event: FormEvent): void => {
    event.preventDefault();
    say(password, words.saved);
  };
  return (
    <Section title={words.title}>
      <form onSubmit={set}>
        <Stack gap="xs">
          <Text fz="sm">{point.hasMacPassword ? words.isSet : words.isUnset}</Text>
          <PasswordInput
            label={words.label}
            description={words.hint}
            maxLength={128}
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <RefusalNote fault={macPassword.error} />
          <Group gap="xs">
            <Button
              type="submit"
              size="compact-sm"
              variant="default"
              disabled={password === ""}
              loading={macPassword.isPending}
            >
              {words.set}
            </Button>
            {point.hasMacPassword && (
              <Button
                size="compact-sm"
                variant="default"
                disabled={macPassword.isPending}
                onClick={() => say(null, words.taken)}
              >
                {words.take}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Section>
  );
};

import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import type { Person } from "../../api/people/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { Actions } from "./actions.tsx";
import { sentenceOf } from "./sentence.ts";

const PhoneNumber = ({ person }: { readonly person: Person }) => {
  const { phrases } = useLanguage();
  const tell = useTell();
  const show = useChange(() => ask<{ phone: string | null }>("POST", `/api/people/${person.id}/phone`), []);
  return (
    <Group gap="sm">
      <Title order={2} fz={22}>
        {show.data?.phone ?? person.maskedPhone ?? phrases.people.unknownPhone}
      </Title>
      {person.maskedPhone !== null && !show.data && (
        <Button
          size="compact-xs"
          variant="default"
          loading={show.isPending}
          onClick={() => show.mutate(undefined, { onError: tell.refused })}
        >
          {phrases.people.showPhone}
        </Button>
      )}
    </Group>
  );
};

/** Who it is, one sentence about them, and what can be done. */
export const PersonHeader = ({ person }: { readonly person: Person }) => {
  const { locale, phrases, format } = useLanguage();
  return (
    <Stack className="card" p="md" gap="sm">
      <Group gap="sm">
        <PhoneNumber key={person.id} person={person} />
        <Badge variant="light" tt="none">
          {person.plan.name[locale]}
        </Badge>
        {person.status === "blocked" && (
          <Badge color="red" tt="none">
            {phrases.people.blocked}
          </Badge>
        )}
        <Text fz="sm" className="soft">
          {phrases.people.since(format.moment(person.joinedAt))}
        </Text>
      </Group>
      <Text fz="lg" lh={1.45}>
        {sentenceOf(person, phrases, format)}
      </Text>
      <Actions person={person} />
    </Stack>
  );
};

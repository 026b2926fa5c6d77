import { Badge, Button, Group, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import type { Found } from "../../api/people/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { Decisions } from "../explain/decisions.tsx";
import { useClock } from "../parts/clock.ts";
import { Nothing } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { RefusalNote } from "../parts/refusal-note.tsx";
import { useLanguage } from "../phrases/language.tsx";

const People = ({ people }: Pick<Found, "people">) => {
  const { locale, phrases, format } = useLanguage();
  const at = useClock();
  if (people.length === 0) return <Nothing hint={phrases.people.causes}>{phrases.people.nobody}</Nothing>;
  return people.map((person) => (
    <Link key={person.id} className="plain" to="/people/$id" params={{ id: String(person.id) }}>
      <Group className="row-link" justify="space-between" px="md" py="sm" wrap="nowrap">
        <div>
          <Text fw={600}>{person.maskedPhone ?? phrases.people.unknownPhone}</Text>
          <Text fz="sm" className="soft">
            {person.planName[locale]}
            {person.lastSeenAt !== null && ` · ${phrases.people.lastSeen(format.ago(person.lastSeenAt, at))}`}
          </Text>
        </div>
        {person.status === "blocked" && <Badge color="red">{phrases.people.blocked}</Badge>}
      </Group>
    </Link>
  ));
};

/** Finds a person by what a caller can say: the number, or the device. */
export const FindPage = () => {
  const { phrases } = useLanguage();
  const [text, setText] = useState("");
  const navigate = useNavigate();
  const find = useChange((wanted: string) => ask<Found>("POST", "/api/people/find", { text: wanted }), []);
  const open = ({ people, mac }: Found): void => {
    const [only, ...others] = people;
    // Of a device there is more to tell than whose it is.
    if (only && others.length === 0 && mac === null)
      void navigate({ to: "/people/$id", params: { id: String(only.id) } });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim()) find.mutate(text, { onSuccess: open });
  };
  return (
    <Page title={phrases.pages.people}>
      <search>
        <form onSubmit={submit}>
          <Group align="flex-end" gap="sm">
            <TextInput
              flex="1 1 18rem"
              maw={520}
              size="md"
              label={phrases.people.hint}
              description={phrases.people.why}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              leftSection={<IconSearch size={18} aria-hidden />}
              autoComplete="off"
              maxLength={60}
              data-autofocus
            />
            <Button type="submit" size="md" loading={find.isPending}>
              {phrases.search}
            </Button>
          </Group>
        </form>
      </search>
      <RefusalNote fault={find.error} />
      {find.data && (
        <div className="card rows" role="status">
          <People people={find.data.people} />
        </div>
      )}
      {find.data?.mac && <Decisions whose={{ mac: find.data.mac }} />}
    </Page>
  );
};

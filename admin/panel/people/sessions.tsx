import { Button, Group, Text } from "@mantine/core";
import type { Person, PersonSession } from "../../api/people/shapes.ts";
import { useMe } from "../ask/queries.ts";
import { Nothing } from "../parts/loading.tsx";
import { Part } from "../parts/page.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { wordFor } from "../phrases/phrases.ts";
import { useAct } from "./use-act.ts";
import { WithheldNote } from "./withheld.tsx";

type Row = { readonly session: PersonSession; readonly canEnd: boolean; readonly onEnd: () => void };

const SessionRow = ({ session, canEnd, onEnd }: Row) => {
  const { phrases, format } = useLanguage();
  const isRunning = session.endedAt === null;
  const state = isRunning
    ? `${phrases.people.running} · ${phrases.wishes[session.profile]}`
    : wordFor(phrases.endCauses, session.endCause ?? "–");
  return (
    <Group justify="space-between" px="md" py="xs" wrap="nowrap" gap="sm">
      <div style={{ minWidth: 0 }}>
        <Text fz="sm" fw={600} truncate>
          {session.siteName}
        </Text>
        <Text fz="xs" className="soft">
          {format.moment(session.startedAt)} · {format.span(session.seconds)} · {state}
        </Text>
        {session.isUnreadable && (
          <Text fz="xs" className="soft">
            {phrases.people.sessionUnreadable}
          </Text>
        )}
      </div>
      <Group gap="sm" wrap="nowrap">
        <Text fz="sm" style={{ whiteSpace: "nowrap" }}>
          {format.octets(session.up + session.down)}
        </Text>
        {isRunning && canEnd && (
          <Button size="compact-sm" variant="default" onClick={onEnd}>
            {phrases.people.end}
          </Button>
        )}
      </Group>
    </Group>
  );
};

/** A person's sessions, the running ones with a way to end each. */
export const Sessions = ({ person }: { readonly person: Person }) => {
  const { phrases } = useLanguage();
  const { data: me } = useMe();
  const { act, isBusy } = useAct(person.id);
  const canChange = me?.permissions.includes("change-people") ?? false;
  return (
    <Part title={phrases.people.sessionsTitle}>
      {person.sessions.length === 0 && <Nothing>{phrases.people.noSessions}</Nothing>}
      <div className="rows">
        {person.sessions.map((session) => (
          <div key={`${session.id} ${session.startedAt}`}>
            <SessionRow
              session={session}
              canEnd={canChange && !isBusy}
              onEnd={() => act("disconnect", { sessionId: session.id })}
            />
            {session.withheld && (
              <WithheldNote
                personId={person.id}
                sessionId={session.id}
                withheld={session.withheld}
                canChange={canChange}
              />
            )}
          </div>
        ))}
      </div>
    </Part>
  );
};

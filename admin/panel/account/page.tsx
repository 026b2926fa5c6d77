import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import type { OwnSessions } from "../../api/me/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange, useOwnSessions } from "../ask/queries.ts";
import { useClock } from "../parts/clock.ts";
import { Loading } from "../parts/loading.tsx";
import { Page, Part } from "../parts/page.tsx";
import { useTell } from "../parts/tell.ts";
import { useLanguage } from "../phrases/language.tsx";
import { NewPasswordForm } from "../sign-in/new-password-form.tsx";

type Own = OwnSessions["sessions"][number];

const SessionRow = ({ session }: { readonly session: Own }) => {
  const { phrases, format } = useLanguage();
  const at = useClock();
  const tell = useTell();
  const end = useChange(() => ask("DELETE", `/api/me/sessions/${session.id}`), [["me", "sessions"]]);
  return (
    <Group justify="space-between" px="md" py="xs">
      <div>
        <Text fz="sm" fw={550}>
          {phrases.account.began(format.moment(session.createdAt))}
        </Text>
        <Text fz="xs" className="soft">
          {phrases.account.lastSeen(format.ago(session.lastSeenAt, at))}
        </Text>
      </div>
      {session.isThis ? (
        <Badge variant="light" tt="none">
          {phrases.account.thisOne}
        </Badge>
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          loading={end.isPending}
          onClick={() => end.mutate(undefined, { onError: tell.refused })}
        >
          {phrases.account.end}
        </Button>
      )}
    </Group>
  );
};

/** One's own sessions and password. */
export const AccountPage = () => {
  const { phrases } = useLanguage();
  const { data, error } = useOwnSessions();
  const tell = useTell();
  return (
    <Page title={phrases.pages.account}>
      <Stack gap="lg" maw={560}>
        <Part title={phrases.account.sessions}>
          {!data && <Loading fault={error} />}
          <div className="rows">
            {data?.sessions.map((session) => (
              <SessionRow key={session.id} session={session} />
            ))}
          </div>
        </Part>
        <Part title={phrases.account.password}>
          <Stack px="md" pb="md">
            <NewPasswordForm onDone={() => tell.done(phrases.account.changed)} />
          </Stack>
        </Part>
      </Stack>
    </Page>
  );
};

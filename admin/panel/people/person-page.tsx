import { Grid, Stack } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { usePerson } from "../ask/queries.ts";
import { Decisions } from "../explain/decisions.tsx";
import { Gauge } from "../parts/gauge.tsx";
import { LiveMark } from "../parts/live-mark.tsx";
import { Loading, Nothing } from "../parts/loading.tsx";
import { Page, Part } from "../parts/page.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { Changes } from "./changes.tsx";
import { Devices } from "./devices.tsx";
import { PersonHeader } from "./header.tsx";
import { Sessions } from "./sessions.tsx";
import { Timeline } from "./timeline.tsx";

/** One person: what a caller asks, answered on one page. */
export const PersonPage = () => {
  const { phrases } = useLanguage();
  const { id } = useParams({ from: "/people/$id" });
  const { data: person, error } = usePerson(Number(id));
  if (!person) {
    return (
      <Page title={phrases.pages.people}>
        <Loading fault={error} />
      </Page>
    );
  }
  return (
    <Page title={phrases.pages.people} aside={<LiveMark isStale={error !== null} />}>
      <PersonHeader person={person} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack gap="lg">
            <Part title={phrases.people.usage}>
              {person.lines.length === 0 && <Nothing>{phrases.people.noLimits}</Nothing>}
              <Stack px="md" pb="md" gap="md">
                {person.lines.map((line) => (
                  <Gauge key={`${line.of} ${line.per} ${line.limit}`} line={line} />
                ))}
              </Stack>
            </Part>
            <Sessions person={person} />
            <Devices devices={person.devices} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <Decisions whose={{ subscriberId: person.id }} />
            <Changes person={person} />
            <Timeline events={person.timeline} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  );
};

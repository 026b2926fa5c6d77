import { Anchor, Button, Group, SegmentedControl, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { AuditLine } from "../../api/audit/shapes.ts";
import { useAudit } from "../ask/queries.ts";
import { Loading, Nothing } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { type Phrases, wordFor } from "../phrases/phrases.ts";

const SUBJECTS = ["person", "plan", "access-point", "staff"] as const;

/** Details in one short line; whole rules are too long for it. */
const detailOf = (entry: AuditLine, phrases: Phrases): string =>
  Object.entries(entry.detail)
    .filter(([name]) => name !== "policy")
    .map(([, value]) => wordFor({ octets: phrases.people.data, ...phrases.perNow }, String(value)))
    .join(" · ");

const About = ({ entry }: { readonly entry: AuditLine }) => {
  const { phrases } = useLanguage();
  const name = `${phrases.audit.subjects[entry.subjectKind]} ${entry.subjectId ?? ""}`.trim();
  if (entry.subjectKind !== "person" || entry.subjectId === null) return name;
  return (
    <Anchor component={Link} to={`/people/${entry.subjectId}`} fz="sm">
      {name}
    </Anchor>
  );
};

const Row = ({ entry }: { readonly entry: AuditLine }) => {
  const { phrases, format } = useLanguage();
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: "nowrap" }}>{format.moment(entry.at)}</Table.Td>
      <Table.Td>{entry.staffLogin || phrases.audit.program}</Table.Td>
      <Table.Td>
        {phrases.audit.actions[entry.action]}
        <Text fz="xs" className="soft">
          {detailOf(entry, phrases)}
        </Text>
      </Table.Td>
      <Table.Td>
        <About entry={entry} />
      </Table.Td>
    </Table.Tr>
  );
};

const Entries = ({ entries }: { readonly entries: readonly AuditLine[] }) => {
  const { phrases } = useLanguage();
  const { when, who, what, about } = phrases.audit;
  return (
    <Table.ScrollContainer
      minWidth={520}
      className="card"
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
    >
      <Table verticalSpacing={6} horizontalSpacing="md" fz="sm">
        <Table.Thead>
          <Table.Tr>
            {[when, who, what, about].map((name) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <Row key={entry.id} entry={entry} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
};

/** Who did what: every look at a person and every change. */
export const AuditPage = () => {
  const { phrases } = useLanguage();
  const [subject, setSubject] = useState("all");
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useAudit(
    subject === "all" ? null : subject,
  );
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  const choices = [
    { value: "all", label: phrases.all },
    ...SUBJECTS.map((value) => ({ value, label: phrases.audit.subjects[value] })),
  ];
  return (
    <Page title={phrases.pages.audit}>
      <Group style={{ overflowX: "auto" }}>
        <SegmentedControl
          size="xs"
          aria-label={phrases.audit.about}
          data={choices}
          value={subject}
          onChange={setSubject}
        />
      </Group>
      {!data && <Loading fault={error} />}
      {data && entries.length === 0 && <Nothing>{phrases.audit.none}</Nothing>}
      {entries.length > 0 && <Entries entries={entries} />}
      {hasNextPage && (
        <Button
          variant="default"
          w="fit-content"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {phrases.audit.more}
        </Button>
      )}
    </Page>
  );
};

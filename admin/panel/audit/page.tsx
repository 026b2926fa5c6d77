import { Anchor, Button, Group, SegmentedControl, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { AuditLine } from "../../api/audit/shapes.ts";
import { useAudit } from "../ask/queries.ts";
import { Loading, Nothing } from "../parts/loading.tsx";
import { Page } from "../parts/page.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { detailOf } from "./detail.ts";

const SUBJECTS = ["person", "plan", "access-point", "thing", "site", "staff"] as const;

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

const Entry = ({ entry }: { readonly entry: AuditLine }) => {
  const { phrases, format } = useLanguage();
  const detail = detailOf(entry, phrases, format);
  return (
    <Group component="li" px="md" py={7} gap="xs" align="baseline">
      <Text fz="sm" className="soft" w={{ base: "100%", sm: 250 }}>
        {format.moment(entry.at)} · {entry.staffLogin || phrases.audit.program}
      </Text>
      <Text fz="sm" flex={1} miw={220}>
        <strong>{phrases.audit.actions[entry.action]}</strong>
        {detail && <span className="soft"> · {detail}</span>}
      </Text>
      <Text fz="sm" component="div">
        <About entry={entry} />
      </Text>
    </Group>
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
      {entries.length > 0 && (
        <ul className="card rows list">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
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
